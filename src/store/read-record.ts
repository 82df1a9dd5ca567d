import { open } from 'node:fs/promises';
import type { RunRecord } from '../core/run-record.ts';
import { parseRecord } from './parse-record.ts';
import { recordsIn } from './read-records.ts';
import { loadIndex } from './record-index.ts';
import { runPaths } from './run-paths.ts';

/** One sample of a run by its key, without reading the others; undefined where there is none. */
export async function readRecord(folder: string, key: string): Promise<RunRecord | undefined> {
  const paths = runPaths(folder);
  const entry = (await loadIndex(paths, { write: false })).entries.get(key);
  if (entry === undefined) {
    let failed: RunRecord | undefined;
    for await (const record of recordsIn(paths.errors)) if (record.key === key) failed = record;
    return failed;
  }
  const file = await open(paths.records, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(entry.length), 0, entry.length, entry.offset);
    const record = parseRecord(buffer.toString('utf8'));
    return typeof record === 'string' ? undefined : record;
  } finally {
    await file.close();
  }
}
