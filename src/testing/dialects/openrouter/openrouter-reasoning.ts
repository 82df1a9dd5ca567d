import type { Fields } from '../openai-like/fields.ts';
import { openrouterError } from './openrouter-error.ts';

/**
 * What a request asks of the thinking, and what becomes of it.
 *
 * https://openrouter.ai/docs/guides/best-practices/reasoning-tokens
 */
export interface Reasoning {
  readonly on: boolean;
  /** Most thinking tokens, where the model takes a bound. */
  readonly budget?: number;
  /** The effort the model is told, where it takes one. */
  readonly effort?: string;
  /** Thinking is left out of the answer. */
  readonly excluded: boolean;
}

/** Parts of `max_tokens`; "Reasoning Effort Level". */
const ratios: Readonly<Record<string, number>> = {
  max: 0.95,
  xhigh: 0.95,
  high: 0.8,
  medium: 0.5,
  low: 0.2,
  minimal: 0.1,
};

/** @param maxTokens - what the request allows in all */
export function readReasoning(fields: Fields, model: string, maxTokens: number): Reasoning {
  const reasoning = fields.object('reasoning') ?? {};
  const shorthand = fields.text('reasoning_effort');
  const { effort, max_tokens: asked, exclude, enabled } = reasoning;
  // https://openrouter.ai/docs/use-cases/reasoning-tokens: one of the two, not both (the wording is ours).
  if (effort !== undefined && asked !== undefined) {
    throw openrouterError(400, 'Only one of "reasoning.effort" and "reasoning.max_tokens" can be specified');
  }
  // https://github.com/danny-avila/LibreChat/issues/6076
  if (shorthand !== undefined && effort !== undefined && shorthand !== effort) {
    throw openrouterError(400, 'Only one of "reasoning" and "reasoning_effort" may be provided');
  }
  const level = typeof effort === 'string' ? effort : shorthand;
  if (level !== undefined && level !== 'none' && !(level in ratios)) {
    throw openrouterError(400, `Invalid option: expected one of "none"|"minimal"|"low"|"medium"|"high"|"xhigh"|"max"`);
  }
  const excluded = exclude === true || fields.flag('include_reasoning') === false;
  if (enabled === false || level === 'none') return { on: false, excluded };
  if (takesEffort(model)) {
    // "For models that only support reasoning.effort, the max_tokens value will be used to determine the effort level."
    const closest = typeof asked === 'number' ? closestEffort(asked / maxTokens) : undefined;
    return { on: true, excluded, ...((level ?? closest) !== undefined && { effort: level ?? closest }) };
  }
  const wanted = typeof asked === 'number' ? asked : level === undefined ? undefined : maxTokens * ratios[level]!;
  if (wanted === undefined) return { on: true, excluded };
  // "Reasoning tokens for Anthropic models": at least 1,024, at most 128,000.
  const budget = model.startsWith('anthropic/') ? Math.max(Math.min(wanted, 128_000), 1024) : wanted;
  return { on: true, budget: Math.floor(budget), excluded };
}

/** "Reasoning Effort Level": OpenAI's reasoning models and Grok take an effort and no bound. */
export function takesEffort(model: string): boolean {
  return model.startsWith('openai/') || model.startsWith('x-ai/');
}

function closestEffort(part: number): string {
  return Object.entries(ratios).reduce((best, next) =>
    Math.abs(next[1] - part) < Math.abs(best[1] - part) ? next : best,
  )[0];
}
