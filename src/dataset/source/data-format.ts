import { MullError } from '../../core/mull-error.ts';

/** How rows are written. */
export type DataFormat = 'jsonl' | 'json' | 'csv' | 'tsv' | 'parquet';

const endings: Readonly<Record<string, DataFormat>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  csv: 'csv',
  tsv: 'tsv',
  parquet: 'parquet',
};

/** The format that the ending of a path stands for; undefined where it stands for none. */
function formatOfPath(path: string): DataFormat | undefined {
  return endings[/\.([A-Za-z]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
}

/** @throws E_DATA_INVALID */
export function requireFormat(path: string): DataFormat {
  const format = formatOfPath(path);
  if (format !== undefined) return format;
  throw new MullError('E_DATA_INVALID', `mull cannot tell what ${path} holds.`, {
    hint: `Give it one of these endings: ${Object.keys(endings).join(', ')}.`,
  });
}
