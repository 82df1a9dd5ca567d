import { MullError } from '../../../core/mull-error.ts';
import type { ChatApi } from '../chat/chat-dialect.ts';
import { type Fact, observed } from '../fact.ts';
import type { ServerFacts } from '../server-facts.ts';
import type { ServerUrl } from '../server-url.ts';
import { checkListed } from './check-listed.ts';
import { type Connect, findApi } from './find-api.ts';
import { probeAnthropic } from './probe-anthropic.ts';
import type { ProbeHints } from './probe-hints.ts';
import { probeOllama } from './probe-ollama.ts';
import { probeServer } from './probe-server.ts';
import { type ModelList, readModels } from './read-models.ts';

/** A server with what was found out about it. */
export interface KnownServer {
  readonly address: ServerUrl;
  readonly facts: ServerFacts;
}

/**
 * Finds out which API a server speaks and what it can do in it. Where OpenAI's endpoints lead nowhere the other two are
 * tried, whatever the list of models looked like.
 *
 * @throws E_ENGINE_UNREACHABLE, E_ENGINE_DENIED, E_ENGINE_TIMEOUT, E_ENGINE_BUSY; E_OPTION_INVALID where several models
 * are served and none was named; E_MODEL_UNKNOWN where nothing works
 */
export async function getToKnow(connect: Connect, url: ServerUrl, hints: ProbeHints): Promise<KnownServer> {
  const { api, address, models } = await findApi(connect, url, { api: hints.api, signal: hints.signal });
  const list = readModels(models, hints.model);
  const probe = async (in_: Fact<ChatApi>): Promise<KnownServer> => {
    const client = connect(address, in_.value);
    return { address, facts: { ...(await probes[in_.value](client, list, hints)), api: in_ } };
  };
  try {
    const known = await probe(api);
    if (known.facts.fields.value === 'llama') checkListed(list);
    return known;
  } catch (error) {
    if (list.names.length > 0 && !list.listed) throw error;
    if (api.foundBy !== 'assumed' || !MullError.isMullError(error) || error.code !== 'E_MODEL_UNKNOWN') throw error;
    for (const other of ['anthropic', 'ollama'] as const) {
      const found = await probe(observed(other, 'it answers where the endpoints of OpenAI do not')).catch(unknown);
      if (found !== undefined) return found;
    }
    throw error;
  }
}

const probes: Readonly<
  Record<ChatApi, (client: ReturnType<Connect>, models: ModelList, hints: ProbeHints) => Promise<ServerFacts>>
> = { openai: probeServer, anthropic: probeAnthropic, ollama: probeOllama };

function unknown(error: unknown): undefined {
  if (MullError.isMullError(error) && error.code === 'E_MODEL_UNKNOWN') return undefined;
  throw error;
}
