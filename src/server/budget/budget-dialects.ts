import { z } from 'zod';

/** What a field says of the budget. */
export type Meaning = 'max' | 'effort' | 'switch' | 'finish';

/** One field in which clients of some host ask for a budget. */
export interface BudgetDialect {
  /** Its path in the body, `reasoning.max_tokens`; it is looked for in `extra_body` too. */
  readonly field: string;
  readonly means: Meaning;
  readonly schema: z.ZodType;
  /** Whose clients send it. */
  readonly sentBy: string;
  /** How its values are read, where that is not plain. */
  readonly note?: string;
}

const tokens = 'must be a whole number of at least 0, or -1 for no maximum';
const tokenCount = z.int(tokens).min(-1, tokens);
const effortWord = z.string('must be an effort, as a text');
const flag = z.boolean('must be true or false');
const kinds = ['enabled', 'disabled', 'adaptive', 'auto'] as const;
const text = z.string('must be a text');

const unlimited = '-1: no maximum';

/**
 * Every field from which mull reads a budget besides its own `budget`, in the words of the hosts that documented it.
 * Whichever API a host has it in, it is read in all of them: proxies and clients carry fields across.
 */
export const budgetDialects: readonly BudgetDialect[] = [
  { field: 'reasoning_effort', means: 'effort', schema: effortWord, sentBy: 'OpenAI, Azure, vLLM, Gemini, Ollama' },
  { field: 'reasoning.effort', means: 'effort', schema: effortWord, sentBy: 'OpenAI (Responses), OpenRouter' },
  {
    field: 'reasoning.max_tokens',
    means: 'max',
    schema: tokenCount,
    sentBy: 'OpenRouter, Vercel AI Gateway',
    note: unlimited,
  },
  { field: 'reasoning.enabled', means: 'switch', schema: flag, sentBy: 'OpenRouter' },
  {
    field: 'thinking.type',
    means: 'switch',
    schema: z.enum(kinds),
    sentBy: 'Anthropic, DeepSeek',
    note: '`enabled`, `adaptive`, `auto`: on; `disabled`: off',
  },
  { field: 'thinking.budget_tokens', means: 'max', schema: tokenCount, sentBy: 'Anthropic', note: unlimited },
  { field: 'output_config.effort', means: 'effort', schema: effortWord, sentBy: 'Anthropic, DeepSeek' },
  {
    field: 'thinking_token_budget',
    means: 'max',
    schema: tokenCount,
    sentBy: 'vLLM, Dynamo, TensorRT-LLM',
    note: unlimited,
  },
  { field: 'reasoning_budget_tokens', means: 'max', schema: tokenCount, sentBy: 'llama-server', note: unlimited },
  {
    field: 'thinking_budget_tokens',
    means: 'max',
    schema: tokenCount,
    sentBy: 'llama-server (older)',
    note: unlimited,
  },
  {
    field: 'reasoning_budget_message',
    means: 'finish',
    schema: text,
    sentBy: 'llama-server',
    note: 'opens the answer after a cut',
  },
  { field: 'thinking_budget', means: 'max', schema: tokenCount, sentBy: 'Qwen (DashScope)', note: unlimited },
  { field: 'enable_thinking', means: 'switch', schema: flag, sentBy: 'Qwen (DashScope)' },
  {
    field: 'chat_template_kwargs.enable_thinking',
    means: 'switch',
    schema: flag,
    sentBy: 'vLLM, SGLang, llama-server',
  },
  { field: 'chat_template_kwargs.thinking', means: 'switch', schema: flag, sentBy: 'vLLM, SGLang' },
  {
    field: 'chat_template_kwargs.thinking_budget',
    means: 'max',
    schema: tokenCount,
    sentBy: 'vLLM, SGLang',
    note: unlimited,
  },
  { field: 'chat_template_kwargs.reasoning_effort', means: 'effort', schema: effortWord, sentBy: 'vLLM, llama-server' },
  { field: 'custom_params.thinking_budget', means: 'max', schema: tokenCount, sentBy: 'SGLang', note: unlimited },
  { field: 'nvext.max_thinking_tokens', means: 'max', schema: tokenCount, sentBy: 'NVIDIA NIM', note: unlimited },
  {
    field: 'google.thinking_config.thinking_budget',
    means: 'max',
    schema: tokenCount,
    sentBy: 'Gemini',
    note: unlimited,
  },
  { field: 'google.thinking_config.thinking_level', means: 'effort', schema: effortWord, sentBy: 'Gemini' },
  {
    field: 'think',
    means: 'switch',
    schema: z.union([flag, effortWord], 'must be true, false or an effort'),
    sentBy: 'Ollama',
    note: 'a text is an effort',
  },
];
