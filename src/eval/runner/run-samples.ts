import { MullError } from '../../core/mull-error.ts';
import type { RunPlan } from '../../core/run-plan.ts';
import type { RunRecord } from '../../core/run-record.ts';
import type { Question } from '../../dataset/question.ts';
import type { Engine } from '../../engine/engine.ts';
import { type PlannedSample, plannedSamples } from '../plan/planned-samples.ts';
import { isFatal } from './is-fatal.ts';
import type { ModelPrice } from './price-table.ts';
import { type RunEnd, type RunLimits, reachedLimit } from './run-limits.ts';
import { runSample } from './run-sample.ts';

/** Where records go; the writer of a run on disk is one. */
export interface RecordSink {
  has(key: string): boolean;
  hasFailed(key: string): boolean;
  append(record: RunRecord): Promise<void>;
}

export interface RunSamplesOptions {
  readonly plan: RunPlan;
  /** By id; every question of the plan. */
  readonly questions: ReadonlyMap<string, Question>;
  readonly engine: Engine;
  readonly sink: RecordSink;
  /** Which session of the plan this is. */
  readonly session: number;
  /** Samples at the same time. */
  readonly concurrency: number;
  /** How often a sample is tried again whose engine failed for a while. Default 2. */
  readonly retries?: number;
  /** Whether samples are made again that failed in an earlier session. Default false. */
  readonly retryErrors?: boolean;
  readonly price?: ModelPrice;
  readonly limits?: RunLimits;
  /** What earlier sessions cost. */
  readonly costSoFar?: number;
  /** Breaks off what runs. */
  readonly signal?: AbortSignal;
  /** Lets what runs end, and starts nothing more. */
  readonly drain?: AbortSignal;
  /** Called when a sample has ended and is safe in the sink. */
  readonly onRecord?: (record: RunRecord) => void;
  readonly onTokens?: (tokens: number) => void;
  /** Waits between two tries, in milliseconds; for tests. */
  readonly retryDelay?: number;
}

/**
 * Makes the samples of a plan that are not there yet, several at once, each recorded as soon as it has ended. A sample
 * whose engine fails becomes a record of its own and the others go on; what would fail every sample ends the run.
 *
 * @returns why it stopped
 * @throws what no other sample could be spared: E_ENGINE_DENIED, E_UNSUPPORTED, E_BUDGET_INVALID, E_DISK_FULL ...;
 * E_ABORTED when the signal is aborted
 */
export async function runSamples(options: RunSamplesOptions): Promise<RunEnd> {
  const { plan, sink, concurrency, limits = {}, signal, drain, retryErrors = false, onRecord } = options;
  const toDo = samplesToDo(plan, sink, retryErrors);
  const queue = samplesToMake(plan, sink, retryErrors);
  const failure = new AbortController();
  const stop = AbortSignal.any([failure.signal, ...(signal ? [signal] : [])]);
  let end = 'complete' as RunEnd;
  let cost = options.costSoFar ?? 0;
  let errors = 0;
  const timer =
    limits.deadline === undefined
      ? undefined
      : setTimeout(() => {
          end = 'deadline';
          failure.abort();
        }, limits.deadline * 1000);

  const mayStart = (): boolean => {
    if (stop.aborted || end !== 'complete') return false;
    if (drain?.aborted) end = 'asked';
    else end = reachedLimit(limits, { cost, errors, toDo }) ?? 'complete';
    return end === 'complete';
  };
  const work = async (): Promise<void> => {
    while (mayStart()) {
      const { value: planned, done } = queue.next();
      if (done) return;
      const record = await runSample(planned, { ...options, signal: stop });
      if (record.error && isFatal(record.error.cause)) throw record.error.cause;
      await sink.append(record.record);
      cost += record.record.cost ?? 0;
      if (record.error) errors += 1;
      onRecord?.(record.record);
    }
  };
  const workers = Array.from({ length: Math.max(1, Math.min(concurrency, toDo)) }, () =>
    work().catch((error: unknown) => {
      failure.abort(error);
      throw error;
    }),
  );
  try {
    // Waits for all of them, so that nothing is left running when the first error is thrown.
    for (const worker of await Promise.allSettled(workers)) {
      if (worker.status === 'fulfilled' || (end === 'deadline' && isAborted(worker.reason))) continue;
      throw signal?.aborted ? signal.reason : failure.signal.reason;
    }
    return end;
  } finally {
    clearTimeout(timer);
  }
}

/** How many samples of a plan a session has to make. */
export function samplesToDo(plan: RunPlan, sink: RecordSink, retryErrors: boolean): number {
  let count = 0;
  for (const _ of samplesToMake(plan, sink, retryErrors)) count += 1;
  return count;
}

/** The samples of a plan that a session has to make, in their order. */
export function* samplesToMake(
  plan: RunPlan,
  sink: Pick<RecordSink, 'has' | 'hasFailed'>,
  retryErrors: boolean,
): Generator<PlannedSample, void> {
  for (const planned of plannedSamples(plan)) {
    if (!sink.has(planned.key) && (retryErrors || !sink.hasFailed(planned.key))) yield planned;
  }
}

function isAborted(error: unknown): boolean {
  return MullError.isMullError(error) && error.code === 'E_ABORTED';
}
