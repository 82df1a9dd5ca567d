import type { Dialect, Handler } from '../dialect.ts';
import { bearer } from '../openai-like/bearer.ts';
import { created } from '../openai-like/chat-answer.ts';
import { Fields } from '../openai-like/fields.ts';
import { renderPrompt, sglangChat } from './sglang-chat.ts';
import { sglangCompletions } from './sglang-completions.ts';
import { invalidField } from './sglang-error.ts';
import { sglangGenerate } from './sglang-generate.ts';

/**
 * SGLang as `sglang serve` with a reasoning parser, `--enable-strict-thinking`, `--enable-custom-logit-processor` and
 * `--enable-cache-report`. Without the first two flags a budget is accepted and has no effect (`maximum: 'ignored'`).
 *
 * Sources: sgl-project/sglang at commits 004c82e (protocol, completions), 002897c (chat serving), 065927d (logit
 * processors), 056c7ec (usage); https://docs.sglang.io/docs/advanced_features/thinking_budget
 */
export const sglang: Dialect = {
  model: 'Qwen/Qwen3-32B',
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
    reasoningField: 'reasoning_content',
    hidesThinking: false,
    effort: true,
    usage: true,
    thinkingUsage: true,
    cacheUsage: true,
    contextSize: true,
  },
  routes: (world) => {
    const { model, behaviour, name } = world;
    const size = behaviour.contextSize ? { max_model_len: model.contextSize } : {};
    // protocol.py, ModelCard
    const card = {
      id: name,
      object: 'model',
      created: created(),
      owned_by: 'sglang',
      root: name,
      parent: null,
      ...size,
    };
    const routes: Record<string, Handler> = {
      'POST /v1/chat/completions': (exchange) => sglangChat(world, exchange),
      'GET /v1/models': () => ({ status: 200, body: { object: 'list', data: [card] } }),
      // python/sglang/srt/entrypoints/http_server.py, get_model_info
      'GET /get_model_info': () => ({
        status: 200,
        body: { model_path: name, tokenizer_path: name, is_generation: true, preferred_sampling_params: null },
      }),
      'GET /health': () => ({ status: 200, body: '' }),
    };
    if (behaviour.completions) {
      routes['POST /v1/completions'] = (exchange) => sglangCompletions(world, exchange);
      routes['POST /generate'] = (exchange) => sglangGenerate(world, exchange);
    }
    if (!behaviour.tokenizer) return routes;
    // serving_tokenize.py
    const tokenize: Handler = ({ body }) => {
      const fields = new Fields(body, invalidField);
      // protocol.py, validate_tokenize_input
      if (fields.has('prompt') === fields.has('messages')) {
        throw invalidField("Exactly one of 'prompt' or 'messages' must be provided.", 'prompt');
      }
      const tokens = model.encode(fields.text('prompt') ?? renderPrompt(world, fields));
      return { status: 200, body: { tokens, count: tokens.length, max_model_len: model.contextSize } };
    };
    const detokenize: Handler = ({ body }) => {
      const tokens = new Fields(body, invalidField).integers('tokens') ?? [];
      return { status: 200, body: { text: model.decode(tokens) } };
    };
    return {
      ...routes,
      'POST /tokenize': tokenize,
      'POST /v1/tokenize': tokenize,
      'POST /detokenize': detokenize,
      'POST /v1/detokenize': detokenize,
    };
  },
  error: (status) => {
    // python/sglang/srt/utils/auth.py, add_api_key_middleware
    if (status === 401) return { error: 'Unauthorized' };
    // FastAPI's own.
    if (status === 404) return { detail: 'Not Found' };
    const message = status === 429 ? 'The request queue is full.' : 'Internal server error';
    return { object: 'error', message, type: types[status] ?? 'InternalServerError', param: null, code: status };
  },
  guarded: (path) => !path.startsWith('/health') && !path.startsWith('/metrics'),
  key: bearer,
  // serving_chat.py, create_streaming_error_response
  errorFrame: () => ({
    data: JSON.stringify({
      error: { object: 'error', message: 'Generation aborted.', type: 'INTERNAL_SERVER_ERROR', param: null, code: 500 },
    }),
  }),
};

const types: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
};
