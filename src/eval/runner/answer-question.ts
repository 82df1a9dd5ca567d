import type { BudgetFields } from '../../core/budget.ts';
import type { ThinkResult } from '../../core/events.ts';
import type { Message } from '../../core/message.ts';
import { MullError } from '../../core/mull-error.ts';
import type { ForcedMark } from '../../core/run-record.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Sampling } from '../../engine/sampling.ts';
import { think } from '../../scaling/think.ts';
import { ForcedMarks } from './forced-marks.ts';

/** One question, to be answered once. */
export interface QuestionCall {
  readonly engine: Engine;
  readonly messages: readonly Message[];
  readonly budget: BudgetFields;
  /** As a setting names it: `think` is one chain under the budget, everything else a strategy. */
  readonly method: string;
  readonly sampling: Partial<Sampling>;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Told how many tokens were just thought or answered, for the speed that is shown. */
  readonly onTokens?: (tokens: number) => void;
}

/** What came of it, and where mull stepped in: in the chain whose answer was taken. */
export interface AnsweredQuestion {
  readonly result: ThinkResult;
  readonly forced: readonly ForcedMark[];
}

/**
 * Answers a question with a method.
 *
 * @throws what `think` throws
 */
export async function answerQuestion({ onTokens, method, ...options }: QuestionCall): Promise<AnsweredQuestion> {
  const strategy = method === 'think' ? {} : { strategy: method };
  const marks = new Map<number | undefined, ForcedMarks>();
  for await (const event of think({ ...options, ...strategy })) {
    if (event.type === 'finish') {
      const { result } = event;
      return { result, forced: marks.get(result.chosen)?.marks ?? [] };
    }
    const branch = 'branch' in event ? event.branch : undefined;
    const chain = marks.get(branch) ?? new ForcedMarks();
    marks.set(branch, chain);
    chain.see(event);
    // What a strategy tells without a branch is the answer that was chosen, once more.
    const isNew = branch !== undefined || method === 'think';
    if (isNew && (event.type === 'thinking-delta' || event.type === 'answer-delta') && !event.forced) {
      onTokens?.(event.tokens?.length ?? 1);
    }
  }
  throw new MullError('E_INTERNAL', 'A run ended without a result.', { hint: 'Please report it.' });
}
