import { truncate, writeFile } from 'node:fs/promises';
import type { SampleStatus } from '../core/run-record.ts';
import { fileSize } from '../hub/file-size.ts';
import type { Damage } from './damage.ts';
import { parseRecord } from './parse-record.ts';
import type { RunPaths } from './run-paths.ts';
import { scanLines } from './scan-lines.ts';

/** Where a sample stands in the records. */
export interface IndexEntry {
  readonly offset: number;
  /** In bytes, with its line end. */
  readonly length: number;
  readonly status: SampleStatus;
}

/** Where every sample of a run stands, and up to where this is known. */
export interface RecordIndex {
  readonly entries: Map<string, IndexEntry>;
  /** Bytes of the records that are whole lines. */
  readonly end: number;
}

/** A line of the index: key, offset, length and status; a line of the records that cannot be read has no key. */
type IndexLine = readonly [key: string, offset: number, length: number, status: SampleStatus | ''];

/**
 * The index of a run as it is on disk, completed from the records. The first entry of a key counts.
 *
 * @param onDamage - told of every line of the records that cannot be read
 * @param write - whether to write down what was missing
 */
export async function loadIndex(
  paths: Pick<RunPaths, 'index' | 'records'>,
  { onDamage, write }: { readonly onDamage?: (damage: Damage) => void; readonly write: boolean },
): Promise<RecordIndex> {
  const entries = new Map<string, IndexEntry>();
  const take = ([key, offset, length, status]: IndexLine): void => {
    if (status === '') onDamage?.({ file: paths.records, line: undefined, reason: `at byte ${offset} is no record` });
    else if (!entries.has(key)) entries.set(key, { offset, length, status });
  };
  let end = 0;
  let indexEnd = 0;
  let fits = true;
  const size = await fileSize(paths.records);
  for await (const lines of scanLines(paths.index)) {
    for (const { text, length } of lines) {
      const line = parseIndexLine(text);
      fits &&= line !== undefined && line[1] === end && line[1] + line[2] <= size;
      if (!fits || line === undefined) break;
      take(line);
      end += line[2];
      indexEnd += length;
    }
    if (!fits) break;
  }
  const missing: string[] = [];
  for await (const lines of scanLines(paths.records, end)) {
    for (const { text, offset, length } of lines) {
      const record = parseRecord(text);
      const line: IndexLine =
        typeof record === 'string' ? ['', offset, length, ''] : [record.key, offset, length, record.status];
      take(line);
      missing.push(`${formatIndexLine(line)}\n`);
      end += length;
    }
  }
  if (write) {
    if ((await fileSize(paths.index)) > indexEnd) await truncate(paths.index, indexEnd);
    if (missing.length > 0) await writeFile(paths.index, missing.join(''), { flag: 'a' });
  }
  return { entries, end };
}

export function formatIndexLine(line: IndexLine): string {
  return JSON.stringify(line);
}

function parseIndexLine(text: string): IndexLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isLine =
      Array.isArray(value) &&
      typeof value[0] === 'string' &&
      typeof value[1] === 'number' &&
      typeof value[2] === 'number' &&
      typeof value[3] === 'string';
    return isLine ? (value as unknown as IndexLine) : undefined;
  } catch {
    return undefined;
  }
}
