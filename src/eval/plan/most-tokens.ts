import { parseStrategyText } from '../../scaling/parse-strategy-text.ts';
import type { StrategyData } from '../../scaling/strategy-schema.ts';

/** What one chain may take. */
export interface ChainBounds {
  readonly thinking: number;
  readonly answer: number;
}

/**
 * The most thinking, answer and probe tokens that one sample of a method may take, by its own bounds: so many chains,
 * each up to the budget, or fewer tokens where the method names a total.
 */
export function mostTokens(method: string, chain: ChainBounds): number {
  return method === 'think' ? chain.thinking + chain.answer : mostOf(parseStrategyText(method), chain);
}

function mostOf({ of, ...fields }: StrategyData, outer: ChainBounds): number {
  const max = Math.min(outer.thinking, ...['max', 'within'].map((field) => numberOf(fields[field], Infinity)));
  const bounds = { thinking: max, answer: Math.min(outer.answer, numberOf(fields.answer, Infinity)) };
  // A rejected sample is seen to be too long by one token more than it may have.
  if (fields.within !== undefined) bounds.thinking = Math.min(outer.thinking, max + 1);
  const each =
    typeof of === 'object'
      ? mostOf(of, bounds)
      : bounds.thinking + bounds.answer + probeTokens(fields, bounds.thinking);
  const chains = numberOf(fields.samples ?? fields.tries, 1);
  return Math.min(chains * each, numberOf(fields.tokens, Infinity));
}

/** Of answers that are looked for in mid-thought. */
function probeTokens({ probe, probes, every, waits }: Omit<StrategyData, 'of'>, thinking: number): number {
  const looks = numberOf(waits, 0) + 1 + (every === undefined ? 0 : Math.floor(thinking / numberOf(every, 1)));
  return numberOf(probe, 0) * numberOf(probes, 1) * looks;
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
