import type { RunRecord } from '../core/run-record.ts';
import type { Damage } from './damage.ts';
import { parseRecord } from './parse-record.ts';
import { runPaths } from './run-paths.ts';
import { scanLines } from './scan-lines.ts';

/**
 * The samples of a run, one record each, in the order they ended; those that failed and never worked stand at the end.
 * Memory stays the same however many there are. A run that is being written can be read: what was whole at the time
 * counts.
 *
 * @param onDamage - told of lines that cannot be read; without it they are passed over
 */
export async function* readRecords(
  folder: string,
  { onDamage }: { readonly onDamage?: (damage: Damage) => void } = {},
): AsyncGenerator<RunRecord, void> {
  const { records, errors } = runPaths(folder);
  const failed = new Map<string, RunRecord>();
  for await (const record of recordsIn(errors, onDamage)) failed.set(record.key, record);
  for await (const record of recordsIn(records, onDamage)) {
    if (failed.size > 0) failed.delete(record.key);
    yield record;
  }
  yield* failed.values();
}

/** The records in one file. */
export async function* recordsIn(file: string, onDamage?: (damage: Damage) => void): AsyncGenerator<RunRecord, void> {
  let line = 0;
  for await (const lines of scanLines(file)) {
    for (const { text } of lines) {
      line += 1;
      const record = parseRecord(text);
      if (typeof record === 'string') onDamage?.({ file, line, reason: record });
      else yield record;
    }
  }
}
