import type { RunRecord } from '../../core/run-record.ts';
import type { RunSummary } from './run-summary.ts';
import { startSummary } from './start-summary.ts';

/** The figures of a run from its records, read once: {@link startSummary} over all of them. */
export async function summarise(records: Iterable<RunRecord> | AsyncIterable<RunRecord>): Promise<RunSummary> {
  const builder = startSummary();
  for await (const record of records) builder.add(record);
  return builder.summary();
}
