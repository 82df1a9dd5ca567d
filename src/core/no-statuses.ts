import type { SampleStatus } from './run-record.ts';
import { sampleStatuses } from './sample-statuses.ts';

/** A count for every status, each 0. */
export function noStatuses(): Record<SampleStatus, number> {
  return Object.fromEntries(sampleStatuses.map((status) => [status, 0])) as Record<SampleStatus, number>;
}
