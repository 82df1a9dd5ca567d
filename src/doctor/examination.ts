import type { Finding } from './finding.ts';
import type { Probe } from './probe.ts';

/** Everything `mull doctor` found. */
export interface Examination {
  /** The version of mull. */
  readonly mull: string;
  /** The engine as it was asked for. */
  readonly engine: string;
  readonly findings: readonly Finding[];
  /** Absent where it did not come to a run. */
  readonly probe?: Probe;
}

/** How many findings have a verdict. */
export function countVerdicts(findings: readonly Finding[]): Readonly<Record<Finding['verdict'], number>> {
  const counts = { ok: 0, warning: 0, failed: 0 };
  for (const { verdict } of findings) counts[verdict] += 1;
  return counts;
}
