import { openaiChat } from '../chat/openai-chat.ts';
import { bestContinuation } from '../choose-abilities.ts';
import { controlStringsIn } from '../control-text.ts';
import { assumed, type Fact, told } from '../fact.ts';
import type { HttpClient } from '../http-client.ts';
import type { ServerFacts } from '../server-facts.ts';
import { ServerTokenizer } from '../server-tokenizer.ts';
import { withToldFacts } from '../told-facts.ts';
import { askProperties, type Properties } from './ask-properties.ts';
import { askTokenizer } from './ask-tokenizer.ts';
import { contextOf } from './context-of.ts';
import { learnTemplate } from './learn-template.ts';
import { ProbeContext } from './probe-context.ts';
import type { ProbeHints } from './probe-hints.ts';
import { type ModelList, unknownModel } from './read-models.ts';
import { tryChat } from './try-chat.ts';
import { type ControlToken, controlToken, tryControlsInChat, tryControlsInText } from './try-controls.ts';
import { tryEffort } from './try-effort.ts';
import { tryOwnMaximum } from './try-own-maximum.ts';
import { tryTextContinuation } from './try-text-continuation.ts';
import { tryTokenContinuation } from './try-token-continuation.ts';

/**
 * Finds out what a server of OpenAI's API can do with one model, by asking its endpoints and by trying.
 *
 * About fifteen short requests, most of them of no or one token.
 *
 * @throws E_ENGINE_UNREACHABLE, E_ENGINE_DENIED, E_ENGINE_TIMEOUT, E_ENGINE_BUSY; E_MODEL_UNKNOWN where nothing works
 */
export async function probeServer(client: HttpClient, models: ModelList, hints: ProbeHints): Promise<ServerFacts> {
  const context = new ProbeContext(client, hints.signal, hints.question);
  const model = models.model.value;
  const props = await askProperties(context);
  const tokens = await askTokenizer(context, model, props.eosToken?.value);
  const kind = tokens.tokenizer.value;
  const tokenizer = kind === undefined ? undefined : new ServerTokenizer(client, kind, model);
  const byIds =
    tokenizer === undefined ? undefined : await tryTokenContinuation(context, model, tokenizer, props.isLlama);
  const text = await tryTextContinuation(context, model, props.isLlama);
  const chatTemplate = await templateOf(context, hints, props, model, tokenizer);
  const fields = text.fields.value;
  const format = hints.formatFor(model, chatTemplate.value);
  const control = await controlToken(context, tokenizer, format.ends.flatMap((end) => controlStringsIn(end))[0]);
  const controlsInText =
    'foundBy' in control || !text.textContinuation.value
      ? withoutControl(control, 'there is no text continuation')
      : await tryControlsInText(context, { model, fields }, control);
  const chat = await tryChat(context, { model, fields, format });
  const dialect = openaiChat({ model, fields, limit: chat.chatLimit.value });
  const form = chat.chatContinuation.value;
  const controlsInChat =
    'foundBy' in control || form === undefined
      ? withoutControl(control, 'there is no chat continuation')
      : await tryControlsInChat(context, dialect, control, form);
  if (!text.textContinuation.value && !chat.chat.value && byIds?.tokenContinuation.value === undefined) {
    throw unknownModel(model, models.names, chat.chat.how);
  }
  const facts: ServerFacts = {
    api: assumed('openai', ''),
    model: models.model,
    mostOutput: models.mostOutput ?? assumed(undefined, 'the server does not say'),
    images: models.images ?? assumed(chat.chat.value, 'messages take images; the server does not say'),
    contextSize: contextOf(hints, [props.contextSize, models.contextSize, tokens.contextSize]),
    slots: props.slots ?? assumed(undefined, 'the server does not say'),
    chatTemplate,
    bosToken: props.bosToken ?? assumed(undefined, 'the server does not say'),
    eosToken: props.eosToken ?? assumed(undefined, 'the server does not say'),
    vocabularySize: models.vocabularySize ?? assumed(undefined, 'the server does not say'),
    parameters: models.parameters ?? assumed(undefined, 'the server does not say'),
    fields: text.fields,
    tokenizer: tokens.tokenizer,
    turnEnds: tokens.turnEnds,
    addedToText: tokens.addedToText,
    tokenContinuation: byIds?.tokenContinuation ?? assumed(undefined, 'without a tokenizer there are no ids to send'),
    textContinuation: text.textContinuation,
    controlsInText,
    tellsStop: text.tellsStop,
    logprobs: byIds?.logprobs ?? assumed(false, 'without a tokenizer there are no ids'),
    ownMinimum: byIds?.ownMinimum ?? assumed(false, 'without a tokenizer there are no ids'),
    ...chat,
    cacheCounters: [byIds?.cacheCounters, text.cacheCounters].find((fact) => fact?.value) ?? chat.cacheCounters,
    controlsInChat,
    ownMaximum: assumed(undefined, 'not tried, as the server can be continued'),
    ownEffort: assumed(undefined, 'not tried, as the server can be continued'),
  };
  const known = withToldFacts(facts, hints.told);
  const alone = known.chat.value && (hints.thorough || bestContinuation(known, {}) === 'none');
  if (!alone) return known;
  return {
    ...known,
    ownMaximum: hints.told.ownMaximum === undefined ? await tryOwnMaximum(context, dialect) : known.ownMaximum,
    ownEffort: await tryEffort(context, dialect, hints, chatEfforts),
  };
}

/** Where servers that speak OpenAI's API may take an effort. */
const chatEfforts = ['reasoning_effort', 'reasoning.effort', 'thinking.type'] as const;

/** As the user says, as the server shows it, or as it can be learned from what the server renders. */
async function templateOf(
  context: ProbeContext,
  hints: ProbeHints,
  props: Properties,
  model: string,
  tokenizer: ServerTokenizer | undefined,
): Promise<Fact<string | undefined>> {
  if (hints.chatTemplate !== undefined) return told(hints.chatTemplate);
  if (props.chatTemplate !== undefined) return props.chatTemplate;
  if (tokenizer === undefined) return assumed(undefined, 'the server does not show it');
  return learnTemplate(context, model, tokenizer);
}

function withoutControl(control: ControlToken | Fact<boolean>, how: string): Fact<boolean> {
  return 'foundBy' in control ? control : assumed(true, how);
}
