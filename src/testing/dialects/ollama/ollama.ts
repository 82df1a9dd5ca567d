import type { Dialect } from '../dialect.ts';
import { created } from '../openai-like/chat-answer.ts';
import { Refusal } from '../server/answer.ts';
import { ollamaErrorBody } from './ollama-error.ts';
import { ollamaChat, ollamaGenerate } from './ollama-native.ts';
import { ollamaOpenaiChat, ollamaOpenaiCompletions } from './ollama-openai.ts';

/**
 * Ollama with its own API and the OpenAI-compatible one. There is no way to bound thinking: `think` only.
 *
 * Source: ollama/ollama at commit fb30760; lines are of that commit.
 */
export const ollama: Dialect = {
  model: 'qwen3',
  basePath: '/v1',
  behaviour: {
    maximum: 'ignored',
    overshoot: 0,
    minimum: 'ignored',
    stops: true,
    stopTokens: false,
    prefill: 'continued',
    prefilledThinking: true,
    completions: true,
    tokenPrompts: false,
    returnsTokens: false,
    tokenizer: false,
    logprobs: true,
    logitBias: false,
    reasoningField: 'reasoning',
    hidesThinking: false,
    effort: true,
    usage: true,
    thinkingUsage: false,
    cacheUsage: false,
    contextSize: true,
  },
  routes: (world) => {
    const { name, model, behaviour } = world;
    // openai/openai.go:450-471: the owner is the namespace.
    const card = { id: `${name}:latest`, object: 'model', created: created(), owned_by: 'library' };
    const details = { format: 'gguf', family: 'qwen3', parameter_size: '8.2B', quantization_level: 'Q4_K_M' };
    return {
      'POST /api/chat': (exchange) => ollamaChat(world, exchange),
      'POST /api/generate': (exchange) => ollamaGenerate(world, exchange),
      'POST /api/show': ({ body }) => {
        if (body.model !== name && body.model !== `${name}:latest`)
          throw new Refusal(404, { error: `model '${String(body.model)}' not found` });
        // api/types.go:749, ModelInfo; docs/api.md, "Show Model Information"
        const size = behaviour.contextSize ? { 'qwen3.context_length': model.contextSize } : {};
        return {
          status: 200,
          body: {
            details,
            model_info: { 'general.architecture': 'qwen3', ...size },
            capabilities: ['completion', 'thinking'],
          },
        };
      },
      'GET /api/tags': () => ({
        status: 200,
        body: { models: [{ name: `${name}:latest`, model: `${name}:latest`, size: 0, details }] },
      }),
      'GET /api/version': () => ({ status: 200, body: { version: '0.32.0' } }),
      'POST /v1/chat/completions': (exchange) => ollamaOpenaiChat(world, exchange),
      ...(behaviour.completions && {
        'POST /v1/completions': (exchange) => ollamaOpenaiCompletions(world, exchange),
      }),
      'GET /v1/models': () => ({ status: 200, body: { object: 'list', data: [card] } }),
    };
  },
  error: (status, path) => {
    const message = messages[status] ?? 'the model failed to generate a response';
    return path.startsWith('/v1') ? ollamaErrorBody(status, message) : { error: message };
  },
  // docs/api/openai-compatibility.mdx: a key is "required but ignored" by clients; the server asks for none.
  guarded: () => false,
  key: () => undefined,
  // docs/api/errors.mdx, "Errors that occur while streaming"
  errorFrame: () => ({ data: JSON.stringify({ error: 'an error was encountered while running the model' }) }),
};

const messages: Readonly<Record<number, string>> = {
  400: 'invalid character in request',
  404: '404 page not found',
  // server/routes.go, handleScheduleError
  503: 'server busy, please try again.  maximum pending requests exceeded',
};
