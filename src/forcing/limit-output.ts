import type { Budget, BudgetFields } from '../core/budget.ts';
import { effortLevels } from '../core/effort.ts';
import { readBudget } from './read-budget.ts';

/** Tokens of the answer when nothing is said, as in `fitBudget`. */
const usualAnswer = 1024;
/** Fewer are not kept for an answer, so that a tight limit costs thinking first. */
const leastAnswer = 32;

/** A budget under a limit. */
export interface LimitedOutput {
  readonly budget: BudgetFields;
  /** The maximum that was asked for by number, where the limit is lower. */
  readonly lowered?: number;
}

/**
 * Fits a budget into a limit for thinking and answer together, which is what `max_tokens`, `max_completion_tokens`,
 * `max_output_tokens` and the AI SDK's `maxOutputTokens` mean. The answer is kept first; thinking gets the rest.
 *
 * @param most - tokens of thinking and answer, at least 1
 * @throws E_BUDGET_INVALID, E_BUDGET_CONFLICT for a budget that is wrong by itself
 */
export function limitOutput(budget: Budget | undefined, most: number, contextSize: number): LimitedOutput {
  const fields = readBudget(budget);
  const level = fields.effort === undefined ? undefined : effortLevels[fields.effort];
  const share = level === undefined ? undefined : Math.min(level.cap, Math.floor(level.share * contextSize));
  const asked = typeof fields.max === 'number' ? fields.max : share;
  const quarter = Math.max(1, Math.floor(contextSize / 4));
  const kept = Math.min(level?.answer ?? usualAnswer, quarter, Math.max(leastAnswer, Math.ceil(most / 4)));
  // What a small maximum leaves over belongs to the answer, as far as the window has room to promise it.
  const left = asked === undefined ? 0 : Math.min(most - asked, quarter);
  const answer = Math.min(most, fields.answer ?? Math.max(kept, left));
  const room = most - answer;
  const max = Math.min(asked ?? room, room);
  return {
    budget: { ...fields, max, answer },
    ...(typeof fields.max === 'number' && fields.max > room ? { lowered: fields.max } : {}),
  };
}
