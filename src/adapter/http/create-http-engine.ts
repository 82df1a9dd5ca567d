import type { Count } from '../../core/count.ts';
import type { ThinkingFormat } from '../../core/thinking-format.ts';
import { validate } from '../../core/validate.ts';
import type { Abilities } from '../../engine/abilities.ts';
import type { ModelInfo } from '../../engine/model-info.ts';
import { findThinkingFormat } from '../../template/find-thinking-format.ts';
import { askTokenCount } from './ask-token-count.ts';
import type { ChatApi } from './chat/chat-dialect.ts';
import { chatDialectOf } from './chat/chat-dialect-of.ts';
import { ChatWay } from './chat-way.ts';
import { chooseAbilities } from './choose-abilities.ts';
import { completionsDialect } from './completions-dialect.ts';
import { completionsTextDialect } from './completions-text-dialect.ts';
import { countConversation } from './count-conversation.ts';
import { HttpClient } from './http-client.ts';
import { type HttpEngine, HttpEngineOfWay } from './http-engine.ts';
import { type HttpEngineOptions, httpEngineOptionsSchema } from './http-engine-options.ts';
import type { JsonObject } from './json-value.ts';
import { knownServer } from './known-server.ts';
import { llamaDialect } from './llama-dialect.ts';
import { modelFileName } from './model-file-name.ts';
import type { Connect } from './probe/find-api.ts';
import type { ServerFacts } from './server-facts.ts';
import { ServerTokenizer } from './server-tokenizer.ts';
import { readServerUrl, type ServerUrl } from './server-url.ts';
import { TextWay } from './text-way.ts';
import { TokenCounter } from './token-counter.ts';
import { TokenWay } from './token-way.ts';
import { TurnWay } from './turn-way.ts';
import type { Place, Way } from './way.ts';

/**
 * An engine for a model behind HTTP: llama-server, vLLM, SGLang, and whatever speaks OpenAI's API.
 *
 * What the server can do is found out by asking and trying, never by its name, once per server, model and process.
 * Then the best way of use is taken: token ids, else text, else continued messages, else the server's own bounds.
 *
 * @throws E_OPTION_INVALID, E_ENGINE_UNREACHABLE, E_ENGINE_DENIED, E_ENGINE_BUSY, E_ENGINE_TIMEOUT, E_MODEL_UNKNOWN,
 * E_UNSUPPORTED for a way of use that the server does not have
 */
export async function createHttpEngine(options: HttpEngineOptions): Promise<HttpEngine> {
  const { url, fetch: given, countTokens, signal, ...rest } = options;
  validate(httpEngineOptionsSchema, rest, 'options', 'E_OPTION_INVALID');
  const connect: Connect = (at, api) =>
    new HttpClient({
      url: at,
      headers: headersOf(at, api, options),
      fetch: given ?? ((input, init) => fetch(input, init)),
      retries: options.retries ?? 4,
      timeout: options.timeout ?? 600_000,
      idleTimeout: options.idleTimeout ?? 120_000,
    });
  const { facts, address } = await knownServer(connect, readServerUrl(url), options);
  const client = connect(address, facts.api.value);
  const abilities = chooseAbilities(facts, {
    way: options.way,
    wanted: options.abilities ?? {},
    slots: options.slots,
    estimates: countTokens !== undefined,
  });
  const model = modelOf(facts, abilities, options);
  return engineOf({ client, address, facts, model, abilities, countTokens });
}

interface Connection {
  readonly client: HttpClient;
  readonly address: ServerUrl;
  readonly facts: ServerFacts;
  readonly model: ModelInfo;
  readonly abilities: Abilities;
  readonly countTokens: ((text: string) => number) | undefined;
}

function engineOf(connection: Connection): HttpEngine {
  const { client, address, facts, model, abilities } = connection;
  const id = `${address.base}#${model.name}`;
  const form = facts.tokenizer.value;
  const tokenizer = form === undefined ? undefined : new ServerTokenizer(client, form, facts.model.value);
  const { contextSize } = model;
  const turnEnds = [...new Set([facts.eosToken.value ?? '', ...facts.turnEnds.value.values()])].filter(
    (name) => name !== '',
  );
  const shared = { client, abilities, contextSize };
  if (abilities.continuation === 'tokens') {
    const dialect = facts.tokenContinuation.value === 'llama' ? llamaDialect : completionsDialect(facts.model.value);
    const way = new TokenWay({
      ...shared,
      dialect,
      tokenizer: tokenizer!,
      turnEnds: facts.turnEnds.value,
      vocabularySize: facts.vocabularySize.value,
    });
    return new HttpEngineOfWay({ id, model, abilities, facts, client, way, encode: (part) => way.encode([part]) });
  }
  const chatDialect = chatDialectOf(facts);
  const counter = new TokenCounter({
    ...(tokenizer === undefined ? {} : { tokenizer }),
    ask: askTokenCount(client, facts, chatDialect),
    ...(connection.countTokens === undefined ? {} : { estimate: connection.countTokens }),
  });
  // Where every count is a request for a token, bytes stand for it.
  const count = counter.asksServer ? {} : { count: (text: string) => counter.count(text) };
  const engine = <State extends Place>(way: Way<State>): HttpEngine =>
    new HttpEngineOfWay({ id, model, abilities, facts, client, way, ...count });
  if (abilities.continuation === 'text') {
    const { fields, tellsStop } = facts;
    const dialect = completionsTextDialect({
      model: facts.model.value,
      fields: fields.value,
      tellsStop: tellsStop.value,
    });
    return engine(new TextWay({ ...shared, dialect, counter, turnEnds, addedByServer: facts.addedToText.value }));
  }
  const chat = {
    ...shared,
    dialect: chatDialect,
    thinking: model.thinking,
    counter,
    countConversation: (
      messages: readonly JsonObject[],
      tools: readonly JsonObject[],
      signal: AbortSignal | undefined,
    ): Promise<Count> =>
      countConversation({ client, facts, dialect: chatDialect, tokenizer, counter }, { messages, tools }, signal),
  };
  if (abilities.continuation === 'none')
    return engine(
      new TurnWay({
        ...chat,
        turnEnds,
        ownMaximum: abilities.nativeMax ? facts.ownMaximum.value : undefined,
        ownEffort: facts.ownEffort.value,
      }),
    );
  return engine(
    new ChatWay({
      ...chat,
      form: facts.chatContinuation.value!,
      reasoningField: facts.reasoningField.value ?? 'reasoning_content',
      turnEnds,
    }),
  );
}

/** https://platform.claude.com/docs/en/api/versioning and .../overview: its version, and the key under a name of its own. */
const anthropicVersion = '2023-06-01';

function headersOf(
  address: ServerUrl,
  api: ChatApi,
  { apiKey, headers }: HttpEngineOptions,
): Readonly<Record<string, string>> {
  if (api === 'anthropic') {
    return {
      'anthropic-version': anthropicVersion,
      ...(apiKey === undefined || apiKey === '' ? {} : { 'x-api-key': apiKey }),
      ...headers,
    };
  }
  return {
    ...(address.authorization === undefined ? {} : { authorization: address.authorization }),
    ...(apiKey === undefined || apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` }),
    ...headers,
  };
}

function modelOf(facts: ServerFacts, abilities: Abilities, options: HttpEngineOptions): ModelInfo {
  const chatTemplate = facts.chatTemplate.value;
  const name = modelFileName(facts.model.value);
  return {
    name,
    contextSize: facts.contextSize.value,
    ...(chatTemplate === undefined ? {} : { chatTemplate }),
    ...(facts.bosToken.value === undefined ? {} : { bosToken: facts.bosToken.value }),
    ...(facts.eosToken.value === undefined ? {} : { eosToken: facts.eosToken.value }),
    ...(facts.vocabularySize.value === undefined ? {} : { vocabularySize: facts.vocabularySize.value }),
    ...(facts.parameters.value === undefined ? {} : { parameters: facts.parameters.value }),
    thinking: formatOf(findThinkingFormat({ name, chatTemplate, thinking: options.thinking }), facts, abilities),
  };
}

/** A format that mull would make up is not needed where messages are sent and the server tells thinking apart itself. */
function formatOf(found: ThinkingFormat, facts: ServerFacts, { continuation }: Abilities): ThinkingFormat {
  const tells =
    facts.reasoningField.value !== undefined || facts.hiddenThinking.value || facts.ownEffort.value !== undefined;
  const messages =
    continuation === 'none' || (continuation === 'chat' && facts.chatContinuation.value?.place === 'reasoning');
  if (found.foundBy !== 'prompted' || !messages || !tells) return found;
  const { instruction: _, ...format } = found;
  return { ...format, name: 'server', foundBy: 'server' };
}
