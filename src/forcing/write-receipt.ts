import type { Counting } from '../core/count.ts';
import type { Effort } from '../core/effort.ts';
import type { WarningCode } from '../core/error-codes.ts';
import { warningCodes } from '../core/error-codes.ts';
import type { Bound, Receipt } from '../core/receipt.ts';
import type { ThinkingFormat } from '../core/thinking-format.ts';
import type { EngineUsage } from '../core/usage.ts';
import type { Warning } from '../core/warning.ts';
import { thinkingTokens } from './decide.ts';
import type { ForcingPlan } from './forcing-plan.ts';
import type { ForcingState } from './forcing-state.ts';

/** What the receipt needs beyond plan and state. */
export interface RunFacts {
  /** As the caller wrote them. */
  readonly asked: {
    readonly max: number | 'auto' | undefined;
    readonly min: number | undefined;
    readonly waits: number | undefined;
  };
  /** The effort that was asked for. */
  readonly effort: Effort | undefined;
  /** The engine was told it; otherwise mull made a maximum of it. */
  readonly toldEffort: boolean;
  readonly counting: Counting;
  readonly usage: EngineUsage;
  readonly engine: string;
  readonly seed: number;
  readonly format: ThinkingFormat;
  /** Who enforces: mull by appending and cutting, or the engine by itself. */
  readonly by: 'mull' | 'engine';
  /** Warnings of the engine and of the fitting of the budget. */
  readonly warnings: readonly Warning[];
  /** The answer without `finish` is blank. */
  readonly answerEmpty: boolean;
}

/** The receipt of a finished run. A bound that did not hold is a warning, never silence. */
export function writeReceipt(plan: ForcingPlan, state: ForcingState, facts: RunFacts): Receipt {
  const { budget } = plan;
  const used = thinkingTokens(state);
  const counted = facts.counting !== 'estimated';
  const max: Bound = {
    asked: facts.asked.max,
    effective: budget.max,
    happened: used,
    by: facts.asked.max === undefined ? 'nobody' : facts.by,
    verdict: !counted ? 'unknown' : used <= budget.max ? 'held' : 'exceeded',
  };
  const min: Bound = {
    asked: facts.asked.min,
    effective: budget.min,
    happened: state.sampled,
    // An end that came too early all the same was suppressed by mull.
    by: facts.asked.min === undefined ? 'nobody' : plan.nativeMin && state.suppressions === 0 ? 'engine' : facts.by,
    verdict: budget.min === 0 ? 'held' : !counted ? 'unknown' : state.sampled >= budget.min ? 'held' : 'short',
  };
  const waits: Bound = {
    asked: facts.asked.waits,
    effective: budget.waits + state.extraWaits,
    happened: state.suppressions,
    by: facts.asked.waits === undefined && state.extraWaits === 0 ? 'nobody' : 'mull',
    verdict: state.suppressions >= budget.waits + state.extraWaits ? 'held' : 'short',
  };
  const warnings: Warning[] = [...budget.warnings, ...facts.warnings, ...state.warnings.map(fromCatalogue)];
  if (facts.format.foundBy === 'prompted') warnings.push(fromCatalogue('W_PROMPTED_FORMAT'));
  if (max.verdict === 'exceeded')
    warnings.push({
      code: 'W_MAX_EXCEEDED',
      message: `Thinking took ${used} tokens, ${used - budget.max} more than the maximum of ${budget.max}.`,
    });
  if (min.verdict === 'short')
    warnings.push({
      code: 'W_MIN_SHORT',
      message: `Only ${state.sampled} thinking tokens were sampled of at least ${budget.min}.`,
    });
  if (waits.verdict === 'short')
    warnings.push({ code: 'W_WAITS_UNSPENT', message: `Only ${waits.happened} of ${waits.effective} waits happened.` });
  if (facts.answerEmpty) warnings.push(fromCatalogue('W_ANSWER_EMPTY'));
  return {
    bounds: { max, min, waits },
    ...(facts.effort === undefined
      ? {}
      : { effort: { asked: facts.effort, by: facts.toldEffort ? 'engine' : 'mull' } }),
    thinkingTokens: used,
    answerTokens: state.answer,
    forcedTokens: state.forced,
    counting: facts.counting,
    endedBy: state.endedBy ?? 'none',
    usage: facts.usage,
    warnings: distinct(warnings),
    engine: facts.engine,
    seed: facts.seed,
    format: {
      name: facts.format.name,
      open: facts.format.open,
      close: facts.format.close,
      foundBy: facts.format.foundBy,
    },
  };
}

function fromCatalogue(code: WarningCode): Warning {
  return { code, message: `${warningCodes[code].title}.` };
}

/** Each code once, with its first message. */
function distinct(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.toReversed().map((warning) => [warning.code, warning])).values()].reverse();
}
