// This folder needs Node: it reads files and asks the Hub.
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MullError } from '../../core/mull-error.ts';
import { sha256 } from '../../core/sha256.ts';
import type { PullOptions } from '../../hub/keep-files.ts';
import { pullDataset } from '../../hub/pull-dataset.ts';
import { drawPebbleRows } from '../draw-pebble-rows.ts';
import type { DataSource } from '../eval-recipe.ts';
import type { Row } from '../row.ts';
import { requireFormat } from './data-format.ts';
import { parseRows } from './parse-rows.ts';

/** Rows, and what they were read from. */
export interface LoadedRows {
  readonly rows: readonly Row[];
  /** As `RunDataset.source`. */
  readonly source: string;
  readonly revision?: string;
  /** SHA-256 of the bytes that were read. */
  readonly hash: string;
  /** Why the Hub was not asked and a copy was taken; undefined where it was. */
  readonly notAsked?: MullError;
}

export interface LoadRowsOptions {
  /** What relative paths start from. */
  readonly base: string;
  /** Standard input, for the file `-`. */
  readonly input: AsyncIterable<Uint8Array>;
  readonly hub: PullOptions;
}

/** Larger files are not read at once; data sets of questions are far smaller. */
const largestFile = 2 ** 31 - 1;

/**
 * The rows of a data set, all of them.
 *
 * @throws E_DATA_INVALID, and what `pullDataset` throws
 */
export async function loadRows(data: DataSource, options: LoadRowsOptions): Promise<LoadedRows> {
  const { hub, file, pebble } = data;
  if (pebble !== undefined) {
    const source = `pebble, seed ${pebble.seed}, ${pebble.mix}`;
    return { rows: drawPebbleRows(pebble), source, hash: await sha256(JSON.stringify(pebble)) };
  }
  if (hub !== undefined) return loadFromHub({ ...data, hub }, options);
  if (file === '-') {
    const bytes = await collect(options.input);
    return {
      rows: await parseRows(bytes, guessFormat(bytes), 'standard input'),
      source: 'standard input',
      hash: await sha256(bytes),
    };
  }
  const path = resolve(options.base, file ?? '');
  const bytes = await readBytes(path, file ?? '');
  return {
    rows: await parseRows(bytes, requireFormat(path), file ?? ''),
    source: file ?? '',
    hash: await sha256(bytes),
  };
}

async function loadFromHub(data: DataSource & { readonly hub: string }, { hub }: LoadRowsOptions): Promise<LoadedRows> {
  const { repo, files, commit, notAsked } = await pullDataset(
    { repo: data.hub, config: data.config, split: data.split, file: data.file, revision: data.revision },
    hub,
  );
  const rows: Row[] = [];
  const hashes: string[] = [];
  for (const { path, name } of files) {
    const bytes = await readBytes(path, name);
    const part = await parseRows(bytes, requireFormat(name), name);
    rows.push(...(files.length === 1 ? part : part.map((row) => ({ ...row, place: `${row.place} of ${name}` }))));
    hashes.push(await sha256(bytes));
  }
  const [only] = hashes;
  return {
    rows,
    source: `hf:${repo}:${files.map(({ name }) => name).join(',')}`,
    revision: commit,
    hash: hashes.length === 1 ? only! : await sha256(hashes.join('\n')),
    ...(notAsked === undefined ? {} : { notAsked }),
  };
}

async function readBytes(path: string, shown: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw invalid(`${shown} is a folder.`, 'Give the path of a file inside it.');
    if (found.size > largestFile) throw invalid(`${shown} is larger than 2 GiB.`, 'Give a part of it.');
    return await readFile(path);
  } catch (error) {
    if (MullError.isMullError(error)) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    throw invalid(
      missing ? `There is no file ${shown}.` : `${shown} cannot be read (${code}).`,
      missing ? 'Check the path.' : 'Check its permissions.',
      error,
    );
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > largestFile) throw invalid('Standard input holds more than 2 GiB.', 'Give a part of it.');
    pieces.push(chunk);
  }
  return Buffer.concat(pieces);
}

/** A list begins with a bracket, a Parquet file with its mark; all else is taken for JSONL. */
function guessFormat(bytes: Uint8Array): 'json' | 'jsonl' | 'parquet' {
  const [first] = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  if (first === '[') return 'json';
  return new TextDecoder().decode(bytes.subarray(0, 4)) === 'PAR1' ? 'parquet' : 'jsonl';
}

function invalid(message: string, hint: string, cause?: unknown): MullError {
  return new MullError('E_DATA_INVALID', message, { hint, cause });
}
