import type { Dialect, Handler } from '../dialect.ts';
import { bearer } from '../openai-like/bearer.ts';
import { created } from '../openai-like/chat-answer.ts';
import { vllmChat } from './vllm-chat.ts';
import { vllmCompletions } from './vllm-completions.ts';
import { vllmDetokenize, vllmTokenize } from './vllm-tokenize.ts';

/**
 * vLLM as `vllm serve` with a reasoning parser, `--enable-prompt-tokens-details` and a thinking model.
 *
 * Sources: vllm-project/vllm at commits 002032e (protocol), 006c49d (chat serving), 030ea52 (completions), 0278c17
 * (thinking budget); docs/features/reasoning_outputs.md.
 */
export const vllm: Dialect = {
  model: 'Qwen/Qwen3-8B',
  basePath: '/v1',
  behaviour: {
    maximum: 'held',
    overshoot: 0,
    minimum: 'held',
    stops: true,
    stopTokens: true,
    prefill: 'continued',
    prefilledThinking: false,
    completions: true,
    tokenPrompts: true,
    returnsTokens: true,
    tokenizer: true,
    logprobs: true,
    logitBias: true,
    reasoningField: 'reasoning',
    hidesThinking: false,
    effort: true,
    usage: true,
    thinkingUsage: true,
    cacheUsage: true,
    contextSize: true,
  },
  routes: (world) => {
    const { behaviour, name, model } = world;
    // vllm/entrypoints/openai/models/protocol.py, ModelCard
    const card = {
      id: name,
      object: 'model',
      created: created(),
      owned_by: 'vllm',
      root: name,
      parent: null,
      ...(behaviour.contextSize && { max_model_len: model.contextSize }),
    };
    const routes: Record<string, Handler> = {
      'POST /v1/chat/completions': (exchange) => vllmChat(world, exchange),
      'GET /v1/models': () => ({ status: 200, body: { object: 'list', data: [card] } }),
      'GET /version': () => ({ status: 200, body: { version: '0.31.0' } }),
      'GET /health': () => ({ status: 200, body: '' }),
    };
    if (behaviour.completions) routes['POST /v1/completions'] = (exchange) => vllmCompletions(world, exchange);
    if (behaviour.tokenizer) {
      routes['POST /tokenize'] = (exchange) => vllmTokenize(world, exchange);
      routes['POST /detokenize'] = (exchange) => vllmDetokenize(world, exchange);
    }
    return routes;
  },
  error: (status) => {
    // vllm/entrypoints/serve/middleware/authenticate.py answers in a shape of its own.
    if (status === 401) return { error: 'Unauthorized' };
    const [message, type] = errors[status] ?? ['Internal server error', 'InternalServerError'];
    return { error: { message, type, param: null, code: status } };
  },
  // https://docs.vllm.ai/en/stable/usage/security/: only /v1, /v2 and /inference ask for the key.
  guarded: (path) => path.startsWith('/v1') || path.startsWith('/v2') || path.startsWith('/inference'),
  key: bearer,
  // serving.py, create_streaming_error_response: the error object as an event of its own.
  errorFrame: () => ({
    data: JSON.stringify({
      error: { message: 'EngineCore encountered an issue.', type: 'InternalServerError', param: null, code: 500 },
    }),
  }),
};

const errors: Readonly<Record<number, readonly [string, string]>> = {
  400: ['There was an error parsing the body', 'Bad Request'],
  404: ['Not Found', 'Not Found'],
  429: ['Too Many Requests', 'Too Many Requests'],
  503: ['Service Unavailable', 'Service Unavailable'],
};
