import { type BudgetFields, defaultFinish, defaultMessage } from '../core/budget.ts';
import { effortLevels } from '../core/effort.ts';
import { MullError } from '../core/mull-error.ts';
import type { Warning } from '../core/warning.ts';
import type { EffectiveBudget } from './effective-budget.ts';

/** What a budget has to fit into, in tokens. */
export interface Room {
  /** The context window. */
  readonly contextSize: number;
  /** Tokens already in it: the prompt, with thinking opened. */
  readonly prompt: number;
  /** Tokens of the delimiter that closes thinking after a cut. */
  readonly cut: number;
  /** Tokens of `finish`. */
  readonly finish: number;
}

/** Tokens of the answer that are kept free when nothing is said: the lesser of this and a quarter of the context. */
const defaultAnswer = 1024;

/**
 * Fills in defaults and fits the maximum into the context (DESIGN section 4, rule 7).
 *
 * @throws E_CONTEXT_OVERFLOW when prompt and answer leave nothing to think in; E_BUDGET_CONFLICT when `min` does not
 * fit, or the answer's cap cannot even hold `finish`
 */
export function fitBudget(fields: BudgetFields, room: Room): EffectiveBudget {
  const quarter = Math.max(1, Math.floor(room.contextSize / 4));
  const level = fields.effort === undefined ? undefined : effortLevels[fields.effort];
  const answer = fields.answer ?? Math.min(level?.answer ?? defaultAnswer, quarter);
  if (answer <= room.finish) {
    throw new MullError(
      'E_BUDGET_CONFLICT',
      `budget.answer (${answer}) cannot hold finish (${room.finish} tokens) and an answer.`,
      {
        hint: `Raise answer above ${room.finish}, or shorten finish.`,
      },
    );
  }
  const free = room.contextSize - room.prompt - room.cut - answer;
  const asked = fields.max ?? fromEffort(level, room.contextSize);
  if (free < 0 || (free === 0 && asked !== 0)) {
    throw new MullError(
      'E_CONTEXT_OVERFLOW',
      `The prompt has ${room.prompt} tokens; with ${answer} kept for the answer nothing is left of the context of ${room.contextSize}.`,
      { hint: 'Shorten the prompt, lower budget.answer, or use an engine with a larger context.' },
    );
  }
  const max = asked === undefined || asked === 'auto' ? free : Math.min(asked, free);
  const warnings: Warning[] = [];
  if (typeof asked === 'number' && max < asked && Number.isFinite(asked)) {
    warnings.push({
      code: 'W_MAX_CLAMPED',
      message: `max was lowered from ${asked} to ${max}: the context of ${room.contextSize} leaves no more after ${room.prompt} tokens of prompt and ${answer} for the answer.`,
    });
  }
  const min = fields.min ?? 0;
  if (min > max) {
    throw new MullError(
      'E_BUDGET_CONFLICT',
      `budget.min (${min}) is larger than the ${max} thinking tokens that fit.`,
      {
        hint: 'Lower min, shorten the prompt, or use an engine with a larger context.',
      },
    );
  }
  const paper = fields.preset === 's1';
  return {
    max,
    askedMax: asked === Number.POSITIVE_INFINITY ? undefined : asked,
    min,
    waits: fields.waits ?? 0,
    message: fields.message ?? defaultMessage,
    finish: fields.finish ?? defaultFinish,
    grace: fields.grace ?? 0,
    loop: fields.loop ?? (paper ? 'ignore' : 'end'),
    answer,
    seconds: fields.seconds ?? Number.POSITIVE_INFINITY,
    warnings,
  };
}

function fromEffort(
  level: { readonly share: number; readonly cap: number } | undefined,
  contextSize: number,
): number | undefined {
  if (level === undefined) return undefined;
  if (level.cap === Number.POSITIVE_INFINITY) return level.cap;
  return Math.min(level.cap, Math.floor(level.share * contextSize));
}
