import { join } from 'node:path';
import { countPlanned } from '../core/count-planned.ts';
import type { MullError } from '../core/mull-error.ts';
import { noStatuses } from '../core/no-statuses.ts';
import type { RunPlan } from '../core/run-plan.ts';
import type { SampleStatus } from '../core/run-record.ts';
import { isHeld } from '../hub/cache-lock.ts';
import { runNames } from './find-run.ts';
import { readPlan } from './read-plan.ts';
import { recordsIn } from './read-records.ts';
import { loadIndex } from './record-index.ts';
import { runPaths } from './run-paths.ts';

/** A run in a list of runs. */
export interface ListedRun {
  readonly name: string;
  readonly folder: string;
  /** Undefined where it cannot be read; `problem` says why. */
  readonly plan: RunPlan | undefined;
  readonly problem?: string;
  /** How many samples have which status. */
  readonly counts: Readonly<Record<SampleStatus, number>>;
  /** Samples of the plan. */
  readonly planned: number;
  /** Whether a process is writing to it. */
  readonly busy: boolean;
}

/** The runs in a folder, the oldest first. Reads their indices, not their records. */
export async function listRuns(root: string): Promise<ListedRun[]> {
  const runs = await Promise.all((await runNames(root)).map((name) => describeRun(join(root, name), name)));
  return runs.sort((a, b) => (a.plan?.createdAt ?? '').localeCompare(b.plan?.createdAt ?? ''));
}

async function describeRun(folder: string, name: string): Promise<ListedRun> {
  const paths = runPaths(folder);
  const counts = noStatuses();
  const { entries } = await loadIndex(paths, { write: false });
  for (const { status } of entries.values()) counts[status] += 1;
  const failed = new Set<string>();
  for await (const { key } of recordsIn(paths.errors)) if (!entries.has(key)) failed.add(key);
  counts.error += failed.size;
  const busy = await isHeld(paths.lock);
  try {
    const plan = await readPlan(folder);
    const planned = countPlanned(plan);
    return { name, folder, plan, counts, planned, busy };
  } catch (error) {
    return { name, folder, plan: undefined, problem: (error as MullError).message, counts, planned: 0, busy };
  }
}
