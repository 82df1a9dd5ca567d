import type { Dialect } from '../dialect.ts';
import { bearer } from '../openai-like/bearer.ts';
import { newId } from '../server/new-id.ts';
import { anthropicErrorBody } from './anthropic-error.ts';
import { anthropicCount, anthropicMessages } from './anthropic-messages.ts';

/**
 * Anthropic's Messages API. What a request may ask goes by the name of the model: see claude-rules.ts.
 *
 * Sources: https://platform.claude.com/docs, page by page in the comments.
 */
export const anthropic: Dialect = {
  model: 'claude-haiku-4-5',
  basePath: '/v1',
  behaviour: {
    maximum: 'held',
    overshoot: 0,
    minimum: 'ignored',
    stops: true,
    stopTokens: false,
    prefill: 'continued',
    prefilledThinking: false,
    completions: false,
    tokenPrompts: false,
    returnsTokens: false,
    tokenizer: true,
    logprobs: false,
    logitBias: false,
    reasoningField: 'thinking',
    hidesThinking: false,
    effort: true,
    usage: true,
    thinkingUsage: true,
    cacheUsage: false,
    contextSize: true,
  },
  routes: (world) => {
    // https://platform.claude.com/docs/en/api/models-list
    const { contextSize } = world.model;
    const card = {
      type: 'model',
      id: world.name,
      display_name: world.name,
      created_at: '2026-01-01T00:00:00Z',
      // `ModelInfo` of @anthropic-ai/sdk
      ...(world.behaviour.contextSize && { max_input_tokens: contextSize, max_tokens: contextSize }),
    };
    return {
      'POST /v1/messages': (exchange) => anthropicMessages(world, exchange),
      ...(world.behaviour.tokenizer && {
        'POST /v1/messages/count_tokens': (exchange) => anthropicCount(world, exchange),
      }),
      'GET /v1/models': () => ({
        status: 200,
        body: { data: [card], has_more: false, first_id: world.name, last_id: world.name },
      }),
    };
  },
  error: (status) => anthropicErrorBody(status, messages[status] ?? 'Internal server error'),
  guarded: () => true,
  // https://platform.claude.com/docs/en/api/overview, "Authentication"; OAuth tokens come as bearer.
  key: (headers) => (typeof headers['x-api-key'] === 'string' ? headers['x-api-key'] : bearer(headers)),
  // https://platform.claude.com/docs/en/api/rate-limits, "Response headers"
  headers: (status) => {
    const reset = new Date(Date.now() + 60_000).toISOString();
    return {
      'request-id': newId('req_'),
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': status === 429 ? '0' : '49',
      'anthropic-ratelimit-requests-reset': reset,
      'anthropic-ratelimit-tokens-limit': '40000',
      'anthropic-ratelimit-tokens-remaining': '39000',
      'anthropic-ratelimit-tokens-reset': reset,
    };
  },
  // https://platform.claude.com/docs/en/build-with-claude/streaming, "Error events"
  errorFrame: () => ({
    event: 'error',
    data: JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
  }),
};

const messages: Readonly<Record<number, string>> = {
  400: 'The request body is not valid JSON',
  401: 'invalid x-api-key',
  404: 'Not Found',
  429: 'Number of requests has exceeded your rate limit.',
  529: 'Overloaded',
};
