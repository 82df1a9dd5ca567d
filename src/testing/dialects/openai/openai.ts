import type { Dialect } from '../dialect.ts';
import { bearer } from '../openai-like/bearer.ts';
import { created } from '../openai-like/chat-answer.ts';
import { openaiError } from '../openai-like/openai-error.ts';
import { newId } from '../server/new-id.ts';
import { openaiChat } from './openai-chat.ts';

/** OpenAI's Chat Completions. Sources: https://platform.openai.com/docs and the issues named in the comments. */
export const openai: Dialect = {
  model: 'gpt-5',
  basePath: '/v1',
  behaviour: {
    maximum: 'refused',
    overshoot: 0,
    minimum: 'ignored',
    stops: true,
    stopTokens: false,
    prefill: 'ignored',
    prefilledThinking: false,
    completions: false,
    tokenPrompts: false,
    returnsTokens: false,
    tokenizer: false,
    logprobs: true,
    logitBias: true,
    reasoningField: 'reasoning_content',
    hidesThinking: true,
    effort: true,
    usage: true,
    thinkingUsage: true,
    cacheUsage: true,
    contextSize: false,
  },
  routes: (world) => ({
    'POST /v1/chat/completions': (exchange) => openaiChat(world, exchange),
    'GET /v1/models': () => ({
      status: 200,
      body: {
        object: 'list',
        data: [{ id: world.name, object: 'model', created: created(), owned_by: 'system' }],
      },
    }),
  }),
  error: (status) => {
    const [message, type, code] = errors[status] ?? [
      'The server had an error while processing your request',
      'server_error',
      null,
    ];
    return openaiError(status, message, type, null, code).body;
  },
  guarded: () => true,
  key: bearer,
  // https://platform.openai.com/docs/guides/rate-limits, "Rate limits in headers"
  headers: (status) => ({
    'x-request-id': newId('req_'),
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-limit-tokens': '150000',
    'x-ratelimit-remaining-requests': status === 429 ? '0' : '59',
    'x-ratelimit-remaining-tokens': '149984',
    'x-ratelimit-reset-requests': '1s',
    'x-ratelimit-reset-tokens': '6m0s',
  }),
  errorFrame: () => ({
    data: JSON.stringify({
      error: {
        message: 'The server had an error while processing your request',
        type: 'server_error',
        param: null,
        code: null,
      },
    }),
  }),
};

/** https://platform.openai.com/docs/guides/error-codes */
const errors: Readonly<Record<number, readonly [string, string, string | null]>> = {
  400: ['We could not parse the JSON body of your request.', 'invalid_request_error', null],
  401: ['Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key'],
  404: ['Invalid URL', 'invalid_request_error', null],
  429: ['Rate limit reached for requests', 'requests', 'rate_limit_exceeded'],
  503: ['The engine is currently overloaded, please try again later', 'server_error', null],
};
