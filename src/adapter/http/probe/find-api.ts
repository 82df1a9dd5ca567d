import { MullError } from '../../../core/mull-error.ts';
import type { ChatApi } from '../chat/chat-dialect.ts';
import { asked, assumed, type Fact, told } from '../fact.ts';
import type { HttpClient } from '../http-client.ts';
import { type Json, listOf, objectOf, textOf } from '../json-value.ts';
import type { ServerUrl } from '../server-url.ts';
import { type Answer, isRefusal, ProbeContext } from './probe-context.ts';

/** A client of a server in one of its APIs, at one of its addresses. */
export type Connect = (address: ServerUrl, api: ChatApi) => HttpClient;

/** Which API a server speaks, where, and its list of models. */
export interface FoundApi {
  readonly api: Fact<ChatApi>;
  readonly address: ServerUrl;
  readonly models: Answer<Json>;
}

/**
 * Which API a server speaks, by its own list of models: Anthropic's says `type: "model"` and `has_more`
 * (https://platform.claude.com/docs/en/api/models-list), Ollama's own stands at `/api/tags` beside `/api/version`
 * (ollama/ollama, docs/api.md). Everything else is taken for OpenAI's until it fails. A URL that stops in front of a
 * version is looked at on both sides of it; one that has a version is what its user means.
 */
export async function findApi(
  connect: Connect,
  url: ServerUrl,
  options: { readonly api: ChatApi | undefined; readonly signal: AbortSignal | undefined },
): Promise<FoundApi> {
  const versioned = url.base !== url.root;
  const below: ServerUrl = { ...url, base: `${url.root}/v1` };
  const ask = (address: ServerUrl, api: ChatApi, path: string): Promise<Answer<Json>> =>
    new ProbeContext(connect(address, api), options.signal).ask({ path });
  if (options.api === 'anthropic') {
    const address = versioned ? url : below;
    return { api: told('anthropic'), address, models: await ask(address, 'anthropic', 'models') };
  }
  if (options.api === 'ollama' || (options.api === undefined && !versioned)) {
    const found = await ollamaModels(ask, url);
    if (options.api === 'ollama') return { api: told('ollama'), address: url, models: found ?? { value: {} } };
    if (found !== undefined)
      return { api: asked('ollama', 'GET /api/version and /api/tags'), address: url, models: found };
  }
  const openai =
    options.api === 'openai' ? told<ChatApi>('openai') : assumed<ChatApi>('openai', 'nothing else was seen');
  const given = await modelsOf(ask, url, options.api);
  if (versioned || isList(given.models)) return { api: given.api ?? openai, address: url, models: given.models };
  const other = await modelsOf(ask, below, options.api);
  const address = isList(other.models) ? below : url;
  return { api: other.api ?? openai, address, models: isList(other.models) ? other.models : given.models };
}

type Ask = (address: ServerUrl, api: ChatApi, path: string) => Promise<Answer<Json>>;

/** The list of models; where it is Anthropic's, that is told. A key that this API wants elsewhere may be refused first. */
async function modelsOf(
  ask: Ask,
  address: ServerUrl,
  wanted: ChatApi | undefined,
): Promise<{ readonly models: Answer<Json>; readonly api?: Fact<ChatApi> }> {
  try {
    const models = await ask(address, 'openai', 'models');
    const own = isRefusal(models) && wanted === undefined ? await ask(address, 'anthropic', 'models') : models;
    return wanted === undefined && isAnthropic(own) ? anthropic(own) : { models };
  } catch (error) {
    if (wanted !== undefined || !MullError.isMullError(error) || error.code !== 'E_ENGINE_DENIED') throw error;
    const models = await ask(address, 'anthropic', 'models').catch(() => undefined);
    if (models === undefined || !isAnthropic(models)) throw error;
    return anthropic(models);
  }
}

function anthropic(models: Answer<Json>): { readonly models: Answer<Json>; readonly api: Fact<ChatApi> } {
  return { models, api: asked('anthropic', 'GET /models: a list in the form of the Messages API') };
}

async function ollamaModels(ask: Ask, url: ServerUrl): Promise<Answer<Json> | undefined> {
  const version = await ask(url, 'ollama', '/api/version');
  if (isRefusal(version) || textOf(objectOf(version.value).version) === undefined) return undefined;
  const tags = await ask(url, 'ollama', '/api/tags');
  if (isRefusal(tags)) return undefined;
  const data = listOf(objectOf(tags.value).models).map((entry) => ({ id: textOf(objectOf(entry).name) ?? '' }));
  return { value: { data } };
}

function isList(models: Answer<Json>): boolean {
  return !isRefusal(models) && Array.isArray(objectOf(models.value).data);
}

function isAnthropic(models: Answer<Json>): boolean {
  if (isRefusal(models)) return false;
  const answer = objectOf(models.value);
  return 'has_more' in answer && listOf(answer.data).every((entry) => objectOf(entry).type === 'model');
}
