import { MullError } from '../../core/mull-error.ts';
import type { Row } from '../row.ts';
import type { DataFormat } from './data-format.ts';
import { splitLines } from './split-lines.ts';

/**
 * The rows in the bytes of a file.
 *
 * @param shown - how the file is called in errors
 * @throws E_DATA_INVALID naming the line or row
 */
export async function parseRows(bytes: Uint8Array, format: DataFormat, shown: string): Promise<Row[]> {
  switch (format) {
    case 'jsonl':
      return parseLines(bytes, shown);
    case 'json':
      return parseArray(bytes, shown);
    case 'csv':
      return parseTable(bytes, ',', shown);
    case 'tsv':
      return parseTable(bytes, '\t', shown);
    case 'parquet':
      return parseParquet(bytes, shown);
  }
}

async function parseLines(bytes: Uint8Array, shown: string): Promise<Row[]> {
  const rows: Row[] = [];
  let number = 0;
  for await (const line of splitLines(once(bytes))) {
    number += 1;
    const place = `line ${number}`;
    if (line === undefined) throw invalid(`${place} of ${shown} is not UTF-8 text.`, utf8Hint);
    const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
    if (text.trim() === '') continue;
    rows.push(asRow(parsed(text, `${place} of ${shown}`), place, shown));
  }
  return rows;
}

function parseArray(bytes: Uint8Array, shown: string): Row[] {
  const value = parsed(decoded(bytes, shown), shown);
  if (Array.isArray(value)) return value.map((item, index) => asRow(item, `row ${index + 1}`, shown));
  throw invalid(`${shown} is not a list of rows.`, 'Write [{"question": ..., "answer": ...}, ...], or one row a line.');
}

async function parseTable(bytes: Uint8Array, delimiter: string, shown: string): Promise<Row[]> {
  const { CsvError, parse } = await import('csv-parse/sync');
  const text = decoded(bytes, shown);
  let records: readonly { readonly record: Record<string, unknown>; readonly info: { readonly lines: number } }[];
  try {
    records = parse(text, { columns: uniqueColumns, delimiter, bom: true, info: true, skip_empty_lines: true });
  } catch (cause) {
    if (MullError.isMullError(cause)) throw cause;
    if (!(cause instanceof CsvError)) throw cause;
    throw invalid(`${shown} cannot be read: ${cause.message.replace(/\.$/, '')}.`, quotingHint, cause);
  }
  return records.map(({ record, info }, index) => ({
    // A row may span lines; the number is that of its last one.
    place: `row ${index + 1} (line ${info.lines})`,
    values: record,
  }));

  function uniqueColumns(header: readonly string[]): string[] {
    const names = header.map((name) => name.trim());
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice === undefined) return names;
    throw invalid(`${shown} has two columns called ${JSON.stringify(twice)}.`, 'Give each column a name of its own.');
  }
}

async function parseParquet(bytes: Uint8Array, shown: string): Promise<Row[]> {
  const [{ parquetReadObjects }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  // The library takes an ArrayBuffer of its own; one that is shared would be read from its start.
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  try {
    const records = await parquetReadObjects({ file, compressors });
    return records.map((values, index) => ({ place: `row ${index + 1}`, values }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalid(
      `${shown} cannot be read as Parquet: ${reason.replace(/\.$/, '')}.`,
      'Get or write the file again.',
      cause,
    );
  }
}

function asRow(value: unknown, place: string, shown: string): Row {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { place, values: value as Record<string, unknown> };
  }
  throw invalid(`${place} of ${shown} is not an object.`, 'Each row is an object: {"question": ..., "answer": ...}.');
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = (cause as Error).message.split('\n')[0]?.replace(/\.$/, '') ?? '';
    const short = reason.length > 120 ? `${reason.slice(0, 117)}...` : reason;
    throw invalid(`${shown} is not JSON: ${short}.`, 'Correct it, or give the file the ending of its format.', cause);
  }
}

function decoded(bytes: Uint8Array, shown: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    // Node cannot hold a text of half a gigabyte or more.
    const large = bytes.length >= 2 ** 29 - 24;
    throw invalid(
      large ? `${shown} is too large to be read at once.` : `${shown} is not UTF-8 text.`,
      large ? 'Write it as JSONL, one row a line, or as Parquet.' : utf8Hint,
      cause,
    );
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

const utf8Hint = 'Convert it to UTF-8, for example with iconv.';
const quotingHint =
  'Check the quotes and separators of that line: every row needs as many fields as there are columns.';

function invalid(message: string, hint: string, cause?: unknown): MullError {
  return new MullError('E_DATA_INVALID', message, { hint, cause });
}
