import { MullError } from '../../core/mull-error.ts';
import type { TokenBounds } from './control.ts';
import type { Bound, BoundRule } from './recipe.ts';
import { matches } from './select-points.ts';
import type { SeriesPoint } from './series.ts';

/**
 * What one run was asked to keep to: the bounds of every rule that fits it, a later rule beating an earlier one.
 * Undefined if no rule fits.
 */
export function boundsOf(point: SeriesPoint, rules: readonly BoundRule[], row: string): TokenBounds | undefined {
  const bounds: { min?: number; max?: number } = {};
  for (const rule of rules) {
    if (rule.where !== undefined && !matches(point, rule.where)) continue;
    if (rule.min !== undefined) bounds.min = tokensOf(rule.min, point, row);
    if (rule.max !== undefined) bounds.max = tokensOf(rule.max, point, row);
  }
  return bounds.min === undefined && bounds.max === undefined ? undefined : bounds;
}

function tokensOf(bound: Bound, point: SeriesPoint, row: string): number {
  if (typeof bound === 'number') return bound;
  const value = point[bound.field];
  if (typeof value === 'number') return value * (bound.times ?? 1);
  throw new MullError(
    'E_RECIPE_INVALID',
    `Row "${row}" takes a bound from the field "${bound.field}", but its run of ${point.tokens} tokens has no such number.`,
    { hint: `Its fields are: ${Object.keys(point).join(', ')}.` },
  );
}
