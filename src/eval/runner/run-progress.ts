import { noStatuses } from '../../core/no-statuses.ts';
import type { RunRecord, SampleStatus } from '../../core/run-record.ts';
import { type Accuracy, accuracy } from '../metrics/accuracy.ts';
import { isIntervention } from '../summary/is-intervention.ts';

/** How far a run is. Counts are of all sessions, speed and time of this one. */
export interface RunProgress {
  readonly done: number;
  readonly planned: number;
  readonly statuses: Readonly<Record<SampleStatus, number>>;
  /** Of what was answered in some way, all settings together. */
  readonly accuracy: Accuracy | undefined;
  readonly meanThinkingTokens: number;
  /** Share of samples in which thinking was cut or told to go on. */
  readonly forced: number;
  /** Share of samples whose answer reached its cap. */
  readonly truncated: number;
  readonly tokensPerSecond: number | undefined;
  readonly cost: number | undefined;
  readonly secondsLeft: number | undefined;
}

export interface ProgressTally {
  /** A sample of an earlier session. */
  recall(record: RunRecord): void;
  /** A sample that has just ended. */
  add(record: RunRecord): void;
  addTokens(tokens: number): void;
  progress(): RunProgress;
}

/** Too little has happened before to tell a speed. */
const secondsUntilSpeed = 2;

/**
 * @param planned - samples of the plan
 * @param now - seconds since any moment
 */
export function startProgress(planned: number, now: () => number): ProgressTally {
  const started = now();
  const statuses = noStatuses();
  let done = 0;
  let made = 0;
  let thinking = 0;
  let forced = 0;
  let tokens = 0;
  let cost: number | undefined;
  const recall = (record: RunRecord): void => {
    statuses[record.status] += 1;
    done += 1;
    thinking += record.tokens.thinking;
    if (record.forced.some(isIntervention)) forced += 1;
    if (record.cost !== undefined) cost = (cost ?? 0) + record.cost;
  };
  return {
    recall,
    add(record) {
      recall(record);
      made += 1;
    },
    addTokens(count) {
      tokens += count;
    },
    progress() {
      const answered = done - statuses.error;
      const seconds = now() - started;
      const isTold = seconds >= secondsUntilSpeed;
      return {
        done,
        planned,
        statuses: { ...statuses },
        accuracy: answered === 0 ? undefined : accuracy(statuses.right, answered),
        meanThinkingTokens: answered === 0 ? 0 : thinking / answered,
        forced: answered === 0 ? 0 : forced / answered,
        truncated: answered === 0 ? 0 : statuses.truncated / answered,
        tokensPerSecond: isTold ? tokens / seconds : undefined,
        cost,
        secondsLeft: isTold && made > 0 && done < planned ? ((planned - done) * seconds) / made : undefined,
      };
    },
  };
}
