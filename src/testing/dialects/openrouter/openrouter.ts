import type { Dialect } from '../dialect.ts';
import { bearer } from '../openai-like/bearer.ts';
import { openrouterChat } from './openrouter-chat.ts';
import { openrouterError } from './openrouter-error.ts';
import { takesEffort } from './openrouter-reasoning.ts';

/**
 * OpenRouter. The name of the model says who is behind it: `anthropic/...` takes budgets of 1,024 and more, `openai/...`
 * and `x-ai/...` an effort only, others any budget.
 *
 * Sources: https://openrouter.ai/docs, page by page in the comments.
 */
export const openrouter: Dialect = {
  model: 'qwen/qwen3-32b',
  basePath: '/api/v1',
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
    tokenizer: false,
    logprobs: true,
    logitBias: false,
    reasoningField: 'reasoning',
    hidesThinking: false,
    effort: true,
    usage: true,
    thinkingUsage: true,
    cacheUsage: true,
    contextSize: true,
  },
  routes: (world) => {
    const { name, model, behaviour } = world;
    // https://openrouter.ai/docs/guides/overview/models, "Models API"
    const card = {
      id: name,
      canonical_slug: name,
      name,
      ...(behaviour.contextSize && { context_length: model.contextSize }),
      architecture: {
        input_modalities: ['text'],
        output_modalities: ['text'],
        tokenizer: 'Other',
        instruct_type: null,
      },
      supported_parameters: ['include_reasoning', 'max_tokens', 'reasoning', 'seed', 'stop', 'temperature', 'top_p'],
      // https://openrouter.ai/docs/client-sdks/typescript/models/modelreasoning.md
      reasoning: { mandatory: false, defaultEnabled: true, ...(takesEffort(name) && { defaultEffort: 'medium' }) },
    };
    return {
      'POST /api/v1/chat/completions': (exchange) => openrouterChat(world, exchange),
      'GET /api/v1/models': () => ({ status: 200, body: { data: [card] } }),
      // https://openrouter.ai/docs/api/reference/limits
      'GET /api/v1/key': () => ({
        status: 200,
        body: { data: { label: 'scripted', usage: 0, limit: null, is_free_tier: false } },
      }),
    };
  },
  error: (status) => openrouterError(status, messages[status] ?? 'Internal Server Error').body,
  // The list of models is public.
  guarded: (path) => !path.endsWith('/models'),
  key: bearer,
  // https://openrouter.ai/docs/api/reference/streaming, "Errors After Tokens Are Sent (Mid-Stream)"
  errorFrame: () => ({
    data: JSON.stringify({
      id: 'gen-error',
      object: 'chat.completion.chunk',
      provider: 'scripted',
      error: { code: 'server_error', message: 'Provider disconnected unexpectedly' },
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
    }),
  }),
};

/** https://openrouter.ai/docs/api/reference/errors-and-debugging, "Error Codes" */
const messages: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'No auth credentials found',
  402: 'Insufficient credits',
  404: 'Not Found',
  429: 'Rate limit exceeded',
  502: 'Provider returned error',
  503: 'No available model provider meets your routing requirements',
};
