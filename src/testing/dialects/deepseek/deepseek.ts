import type { Dialect } from '../dialect.ts';
import { bearer } from '../openai-like/bearer.ts';
import { deepseekChat } from './deepseek-chat.ts';
import { deepseekError } from './deepseek-error.ts';

/**
 * DeepSeek's API. Sources: https://api-docs.deepseek.com, page by page in the comments.
 *
 * `/v1` is the same as no prefix, "for backward compatibility" (https://api-docs.deepseek.com).
 */
export const deepseek: Dialect = {
  model: 'deepseek-v4-flash',
  basePath: '',
  behaviour: {
    maximum: 'ignored',
    overshoot: 0,
    minimum: 'ignored',
    stops: true,
    stopTokens: false,
    prefill: 'continued',
    prefilledThinking: true,
    completions: false,
    tokenPrompts: false,
    returnsTokens: false,
    tokenizer: false,
    logprobs: true,
    logitBias: false,
    reasoningField: 'reasoning_content',
    hidesThinking: false,
    effort: true,
    usage: true,
    thinkingUsage: true,
    cacheUsage: true,
    contextSize: false,
  },
  routes: (world) => {
    // https://api-docs.deepseek.com/api/list-models
    const list = {
      status: 200,
      body: { object: 'list', data: [{ id: world.name, object: 'model', owned_by: 'deepseek' }] },
    };
    return {
      'POST /chat/completions': (exchange) => deepseekChat(world, exchange),
      'POST /v1/chat/completions': (exchange) => deepseekChat(world, exchange),
      'POST /beta/chat/completions': (exchange) => deepseekChat(world, exchange),
      'POST /beta/v1/chat/completions': (exchange) => deepseekChat(world, exchange),
      'GET /models': () => list,
      'GET /v1/models': () => list,
    };
  },
  // https://api-docs.deepseek.com/quick_start/error_codes.md
  error: (status) => deepseekError(status, messages[status] ?? 'Server Error').body,
  guarded: () => true,
  key: bearer,
  errorFrame: () => ({ data: JSON.stringify(deepseekError(500, 'Server Error').body) }),
};

const messages: Readonly<Record<number, string>> = {
  400: 'Failed to deserialize the JSON body into the target type.',
  // https://github.com/BerriAI/litellm/issues/10403
  401: 'Authentication Fails, Your api key: **** is invalid',
  402: 'Insufficient Balance',
  404: 'Not Found',
  429: 'Rate Limit Reached',
  503: 'Service is too busy.',
};
