import { type BudgetFields, defaultFinish, defaultMessage } from '../core/budget.ts';
import { MullError } from '../core/mull-error.ts';
import type { Warning } from '../core/warning.ts';
import type { EffectiveBudget } from './effective-budget.ts';
import { fieldsFromEffort } from './fields-from-effort.ts';

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
  const { total } = fields;
  const effort = fieldsFromEffort(fields.effort, room.contextSize);
  const quarter = Math.max(1, Math.floor(Math.min(room.contextSize, total ?? room.contextSize) / 4));
  const reserve = Math.min(effort.answer ?? defaultAnswer, quarter);
  // Of a small total the answer gets enough to say something behind `finish`, if there is as much.
  const answer = fields.answer ?? (total === undefined ? reserve : Math.min(total, Math.max(reserve, 2 * room.finish)));
  if (answer <= room.finish && (fields.answer !== undefined || total === undefined)) {
    throw new MullError(
      'E_BUDGET_CONFLICT',
      `budget.answer (${answer}) cannot hold finish (${room.finish} tokens) and an answer.`,
      {
        hint: `Raise answer above ${room.finish}, or shorten finish.`,
      },
    );
  }
  if (total !== undefined && answer > total) {
    throw new MullError('E_BUDGET_CONFLICT', `budget.answer (${answer}) is larger than budget.total (${total}).`, {
      hint: 'Lower answer or raise total.',
    });
  }
  const free = room.contextSize - room.prompt - room.cut - answer;
  const beside = total === undefined ? Number.POSITIVE_INFINITY : total - answer;
  const asked = fields.max ?? effort.max ?? (beside <= Math.max(free, 0) ? beside : undefined);
  if (free < 0 || (free === 0 && asked !== 0)) {
    throw new MullError(
      'E_CONTEXT_OVERFLOW',
      `The prompt has ${room.prompt} tokens; with ${answer} kept for the answer nothing is left of the context of ${room.contextSize}.`,
      { hint: 'Shorten the prompt, lower budget.answer, or use an engine with a larger context.' },
    );
  }
  const max = Math.min(asked === undefined || asked === 'auto' ? free : asked, free, beside);
  const warnings: Warning[] = [];
  if (typeof asked === 'number' && max < asked) {
    warnings.push({
      code: 'W_MAX_CLAMPED',
      message:
        max === beside
          ? `max was lowered from ${asked} to ${max}: a total of ${total} leaves no more beside ${answer} for the answer.`
          : `max was lowered from ${asked} to ${max}: the context of ${room.contextSize} leaves no more after ${room.prompt} tokens of prompt and ${answer} for the answer.`,
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
    askedMax: asked,
    min,
    waits: fields.waits ?? 0,
    message: fields.message ?? defaultMessage,
    finish: fields.finish ?? defaultFinish,
    grace: fields.grace ?? 0,
    loop: fields.loop ?? (paper ? 'ignore' : 'end'),
    answer,
    total: total === undefined || fields.answer !== undefined ? undefined : Math.min(total, free + answer),
    seconds: fields.seconds ?? Number.POSITIVE_INFINITY,
    warnings,
  };
}
