import type { BudgetFields } from '../../core/budget.ts';
import type { ThinkResult } from '../../core/events.ts';
import type { Message } from '../../core/message.ts';
import type { BranchRecord, ForcedMark, RecordedTokens } from '../../core/run-record.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Sampling } from '../../engine/sampling.ts';

/** What a method is given: one question, to be answered once. */
export interface MethodCall {
  readonly engine: Engine;
  readonly messages: readonly Message[];
  readonly budget: BudgetFields;
  readonly sampling: Partial<Sampling>;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Told how many tokens were just thought or answered, for the speed that is shown. */
  readonly onTokens?: (tokens: number) => void;
}

/** What came of it. */
export interface MethodOutcome extends Pick<ThinkResult, 'answer' | 'thinking' | 'receipt' | 'finishReason'> {
  readonly forced: readonly ForcedMark[];
  /** All chains, where the method takes several; the fields above are those of the answer that was taken. */
  readonly branches?: readonly BranchRecord[];
  /** Of all chains together; absent: those of the receipt. */
  readonly tokens?: RecordedTokens;
}

/**
 * A way from a question to an answer: one chain under a budget, a vote over several, a search.
 *
 * @throws what `think` throws
 */
export type Method = (call: MethodCall) => Promise<MethodOutcome>;
