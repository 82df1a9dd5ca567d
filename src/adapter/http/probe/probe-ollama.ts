import { ollamaChat } from '../chat/ollama-chat.ts';
import { asked, assumed, type Fact, observed } from '../fact.ts';
import type { HttpClient } from '../http-client.ts';
import { type Json, type JsonObject, listOf, numberOf, objectOf } from '../json-value.ts';
import type { ServerFacts } from '../server-facts.ts';
import { withToldFacts } from '../told-facts.ts';
import { contextOf } from './context-of.ts';
import { messagesOnly } from './messages-only.ts';
import { isRefusal, ProbeContext } from './probe-context.ts';
import type { ProbeHints } from './probe-hints.ts';
import { type ModelList, unknownModel } from './read-models.ts';
import { say } from './say.ts';
import { tryBegunMessages } from './try-begun-messages.ts';
import { tryEffort } from './try-effort.ts';

/** Tokens that are asked for at most where the user names no number: a larger context takes more memory. */
const usualContext = 8192;

/**
 * Finds out what Ollama can do with one model through its own API.
 *
 * @throws E_MODEL_UNKNOWN where it does not answer
 */
export async function probeOllama(client: HttpClient, models: ModelList, hints: ProbeHints): Promise<ServerFacts> {
  const context = new ProbeContext(client, hints.signal, hints.question);
  const model = models.model.value;
  const show = await context.ask({ path: '/api/show', body: { model } });
  const shown = isRefusal(show) ? {} : objectOf(show.value);
  const contextSize = contextOf(hints, [contextIn(shown), assumed(usualContext, 'asked for with each request')]);
  const dialect = ollamaChat({ model, contextSize: contextSize.value });
  const natural = await say(context, dialect, { maxTokens: 24 });
  if (typeof natural === 'string') throw unknownModel(model, models.names, natural);
  const field = natural.find((event) => event.reasoningField !== undefined)?.reasoningField;
  const format = hints.formatFor(model, undefined);
  const facts: ServerFacts = {
    ...messagesOnly("Ollama's own API"),
    api: assumed('ollama', ''),
    model: models.model,
    contextSize,
    mostOutput: assumed(undefined, 'as much as the context holds'),
    slots: assumed(undefined, 'the server does not say'),
    images: imagesIn(shown.capabilities),
    cacheCounters: observed(false, 'looked for counters in the answer'),
    chat: observed(true, 'POST /api/chat answered'),
    reasoningField: observed(field, field === undefined ? 'the answer had no thinking' : `the answer had ${field}`),
    hiddenThinking: assumed(false, 'thinking is not counted apart'),
    chatContinuation: await tryBegunMessages(context, dialect, natural, field, format),
    ownMaximum: assumed(undefined, 'its API has no field for one'),
    ownEffort: await tryEffort(context, dialect, hints, ['think']),
  };
  return withToldFacts(facts, hints.told);
}

/** `model_info` names the size by the architecture of the model: `qwen3.context_length`. */
function contextIn(shown: JsonObject): Fact<number> | undefined {
  const sizes = Object.entries(objectOf(shown.model_info)).filter(([name]) => name.endsWith('.context_length'));
  const size = numberOf(sizes[0]?.[1]);
  if (size === undefined) return undefined;
  const how = `POST /api/show: the model has ${size}`;
  return asked(Math.min(size, usualContext), size > usualContext ? `${how}; give \`contextSize\` for more` : how);
}

function imagesIn(capabilities: Json | undefined): Fact<boolean> {
  if (!Array.isArray(capabilities)) return assumed(true, 'the server does not say');
  return asked(listOf(capabilities).includes('vision'), 'POST /api/show: capabilities');
}
