// The layer store needs Node: it keeps files.
import { join } from 'node:path';

/** The files of a run. */
export interface RunPaths {
  /** What is asked of whom: `RunPlan` as JSON. */
  readonly plan: string;
  /** One line for every sample that has ended, each key once, in the order they ended. Only ever appended to. */
  readonly records: string;
  /** One line for every sample that failed. Where it worked later, its line in `records` counts. */
  readonly errors: string;
  /** Where in `records` which key stands. Made anew from `records` where it is missing or does not fit. */
  readonly index: string;
  /** Held by the process that writes. */
  readonly lock: string;
}

export function runPaths(folder: string): RunPaths {
  return {
    plan: join(folder, 'plan.json'),
    records: join(folder, 'records.jsonl'),
    errors: join(folder, 'errors.jsonl'),
    index: join(folder, 'records.index'),
    lock: join(folder, '.lock'),
  };
}
