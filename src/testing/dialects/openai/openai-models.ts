/** What a model of OpenAI takes. */
export interface OpenaiModel {
  readonly pattern: RegExp;
  /** Values of `reasoning_effort`; none for models that do not reason. */
  readonly efforts: readonly string[];
  /** The value where none is given. */
  readonly effort: string;
}

/**
 * The first pattern that fits counts.
 *
 * https://vercel.com/docs/ai-gateway (reasoning, OpenAI) for the values by model;
 * https://github.com/openai/openai-agents-python/issues/2089 and https://github.com/openai/codex/issues/6647 for 5.1.
 */
const models: readonly OpenaiModel[] = [
  { pattern: /^gpt-5\.1-codex/, efforts: ['low', 'medium', 'high'], effort: 'medium' },
  { pattern: /^gpt-5\.1/, efforts: ['none', 'low', 'medium', 'high'], effort: 'none' },
  { pattern: /^gpt-5\.[2-9]/, efforts: ['none', 'low', 'medium', 'high', 'xhigh'], effort: 'none' },
  { pattern: /^gpt-5/, efforts: ['minimal', 'low', 'medium', 'high'], effort: 'medium' },
  { pattern: /^o\d/, efforts: ['low', 'medium', 'high'], effort: 'medium' },
  { pattern: /^gpt-4|^gpt-3|^chatgpt/, efforts: [], effort: 'none' },
];

export function openaiModel(name: string): OpenaiModel | undefined {
  return models.find(({ pattern }) => pattern.test(name));
}
