import type { RunRecord, SampleStatus } from '../../core/run-record.ts';
import type { GradeOptions } from '../../grade/options.ts';
import { judgeSample } from './judge-sample.ts';

/** A sample whose status a new grading changed. */
export interface ChangedStatus {
  readonly record: RunRecord;
  readonly before: SampleStatus;
}

/** The record with the verdict that the grader gives now; what failed stays as it is. */
export function regrade(record: RunRecord, options: GradeOptions): RunRecord {
  if (record.status === 'error') return record;
  const { extraction: _, verdict: __, status: ___, ...rest } = record;
  return { ...rest, ...judgeSample(record, options) };
}
