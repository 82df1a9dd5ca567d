import type { JsonObject } from '../../adapter/http/json-value.ts';
import { type OwnMaximumField, ownMaximum } from '../../adapter/http/own-bounds.ts';
import { ownEffort } from '../../adapter/http/own-effort.ts';

/** A field by which some host takes a bound of its own. */
export interface OwnField {
  readonly bound: 'max' | 'min' | 'off' | 'effort';
  /** As one would write it: `reasoning.max_tokens`. */
  readonly name: string;
  /** Who documents it. */
  readonly hosts: string;
  /** The part of the request that asks for it; for an effort once at low and once at high. */
  readonly bodies: (tokens: number) => readonly JsonObject[];
  /** The least that the host which documents it takes, where there is such a limit. */
  readonly least?: number;
}

const maximum = (name: OwnMaximumField, hosts: string, least?: number): OwnField => ({
  bound: 'max',
  name,
  hosts,
  bodies: (tokens) => [ownMaximum(name, tokens)],
  ...(least === undefined ? {} : { least }),
});

const other = (bound: OwnField['bound'], name: string, hosts: string, bodies: OwnField['bodies']): OwnField => ({
  bound,
  name,
  hosts,
  bodies,
});

const off = (name: string, hosts: string, body: JsonObject): OwnField => other('off', name, hosts, () => [body]);

/**
 * Every field for thinking that a host is known to document, with all of which every server is asked: that one takes a
 * field and does nothing about it is what people want to know.
 *
 * Sources: vLLM docs/features/reasoning_outputs.md (`thinking_token_budget`) and vllm/sampling_params.py (`min_tokens`) ·
 * llama.cpp tools/server/README.md (`reasoning_budget_tokens`) · https://openrouter.ai/docs/use-cases/reasoning-tokens ·
 * https://platform.claude.com/docs/en/build-with-claude/extended-thinking (`thinking.budget_tokens`) ·
 * https://help.aliyun.com/en/model-studio/deep-thinking (`thinking_budget`) ·
 * https://docs.sglang.io/docs/advanced_features/thinking_budget (`custom_params`) · NVIDIA NIM, thinking budget control
 * (`nvext`) · PaddlePaddle/FastDeploy (`reasoning_max_tokens`) · https://ai.google.dev/gemini-api/docs/openai
 * (`extra_body.google`) · https://api-docs.deepseek.com/guides/thinking_mode (`thinking.type`) · ollama openai/openai.go
 * (`reasoning_effort`, `reasoning.effort`), docs/capabilities/thinking.mdx (`think`) ·
 * https://platform.claude.com/docs/en/build-with-claude/effort (`output_config.effort`)
 */
export const ownFields: readonly OwnField[] = [
  maximum('thinking_token_budget', 'vLLM'),
  maximum('reasoning_budget_tokens', 'llama-server'),
  maximum('reasoning.max_tokens', 'OpenRouter'),
  maximum('thinking.budget_tokens', 'Anthropic', 1024),
  maximum('thinking_budget', 'Qwen'),
  maximum('custom_params.thinking_budget', 'SGLang'),
  other('max', 'chat_template_kwargs.thinking_budget', 'templates', (tokens) => [
    { chat_template_kwargs: { thinking_budget: tokens } },
  ]),
  other('max', 'nvext.max_thinking_tokens', 'NIM', (tokens) => [{ nvext: { max_thinking_tokens: tokens } }]),
  other('max', 'reasoning_max_tokens', 'FastDeploy', (tokens) => [{ reasoning_max_tokens: tokens }]),
  other('max', 'extra_body.google.thinking_config', 'Gemini', (tokens) => [
    { extra_body: { google: { thinking_config: { thinking_budget: tokens, include_thoughts: true } } } },
  ]),
  other('min', 'min_tokens', 'vLLM, SGLang', (tokens) => [{ min_tokens: tokens }]),
  off('reasoning_effort: none', 'OpenAI', { reasoning_effort: 'none' }),
  off('chat_template_kwargs.enable_thinking', 'vLLM', { chat_template_kwargs: { enable_thinking: false } }),
  off('enable_thinking: false', 'Qwen', { enable_thinking: false }),
  off('reasoning.enabled: false', 'OpenRouter', { reasoning: { enabled: false } }),
  off('thinking.type: disabled', 'DeepSeek', { thinking: { type: 'disabled' } }),
  off('think: false', 'Ollama', { think: false }),
  off('thinking_token_budget: 0', 'vLLM', ownMaximum('thinking_token_budget', 0)),
  off('reasoning_budget_tokens: 0', 'llama-server', ownMaximum('reasoning_budget_tokens', 0)),
  other('effort', 'reasoning_effort', 'OpenAI', () => [{ reasoning_effort: 'low' }, { reasoning_effort: 'high' }]),
  other('effort', 'reasoning.effort', 'OpenRouter', () => [
    { reasoning: { effort: 'low' } },
    { reasoning: { effort: 'high' } },
  ]),
  other('effort', 'output_config.effort', 'Anthropic', () => [
    ownEffort('output_config.effort', 'low'),
    ownEffort('output_config.effort', 'high'),
  ]),
  other('effort', 'think', 'Ollama', () => [{ think: 'low' }, { think: 'high' }]),
];

/**
 * `min_tokens` counts every token of an answer and holds back only its stops, so that it bounds thinking where the end of
 * thinking is one of them.
 *
 * @param end - the token that ends thinking
 */
export function minimumWithStop(end: number): OwnField {
  return other('min', 'min_tokens + stop_token_ids', 'vLLM, SGLang', (tokens) => [
    { min_tokens: tokens, stop_token_ids: [end] },
  ]);
}
