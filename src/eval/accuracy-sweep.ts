import type { Budget } from '../core/budget.ts';
import type { Engine } from '../engine/engine.ts';
import type { Sampling } from '../engine/sampling.ts';
import { think } from '../forcing/think.ts';
import { type Accuracy, accuracy } from './metrics/accuracy.ts';

/** A question that knows a right answer when it sees one. */
export interface SweepQuestion {
  readonly text: string;
  readonly isRight: (answer: string) => boolean;
}

/** What one budget achieved over all questions. */
export interface SweepPoint {
  readonly budget: Budget;
  readonly accuracy: Accuracy;
  readonly meanThinkingTokens: number;
}

export interface SweepOptions {
  readonly engine: Engine;
  readonly questions: readonly SweepQuestion[];
  readonly budgets: readonly Budget[];
  readonly sampling?: Partial<Sampling>;
  /** The same for every run, so that budgets differ in nothing else. Default 0. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Called after every run. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Every question under every budget: accuracy against mean thinking tokens, one point per budget, in their order. An
 * answer that is cut off or missing counts as wrong.
 *
 * Runs as many at once as the engine has slots. The first failure ends the sweep.
 *
 * @param options.questions - at least one
 */
export async function accuracySweep(options: SweepOptions): Promise<SweepPoint[]> {
  const { engine, questions, budgets, sampling, seed = 0, signal, onProgress } = options;
  const tallies = budgets.map(() => ({ right: 0, tokens: 0 }));
  const total = questions.length * budgets.length;
  const failure = new AbortController();
  const either = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  let next = 0;
  let done = 0;

  const work = async (): Promise<void> => {
    while (next < total) {
      const job = next;
      next += 1;
      // Question by question, so that neighbours share what they can and the work per budget stays even.
      const question = questions[Math.floor(job / budgets.length)]!;
      const index = job % budgets.length;
      const budget = budgets[index]!;
      const { answer, finishReason, receipt } = await think({
        engine,
        prompt: question.text,
        budget,
        seed,
        signal: either,
        ...(sampling ? { sampling } : {}),
      });
      const tally = tallies[index]!;
      if (finishReason === 'stop' && question.isRight(answer)) tally.right += 1;
      tally.tokens += receipt.thinkingTokens;
      done += 1;
      onProgress?.(done, total);
    }
  };

  const workers = Array.from({ length: Math.min(engine.abilities.slots, total) }, () =>
    work().catch((error: unknown) => {
      next = total;
      failure.abort(error);
      throw error;
    }),
  );
  // Waits for all of them, so that nothing is left running when the first error is thrown.
  const failed = (await Promise.allSettled(workers)).filter((worker) => worker.status === 'rejected');
  if (failed.length > 0) throw failure.signal.reason;

  return budgets.map((budget, index) => {
    const { right, tokens } = tallies[index]!;
    return {
      budget,
      accuracy: accuracy(right, questions.length),
      meanThinkingTokens: tokens / questions.length,
    };
  });
}
