import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readQuestions } from '../../src/dataset/read-questions.ts';
import { parseRows } from '../../src/dataset/source/parse-rows.ts';

const utf8 = new TextEncoder();

describe('rows', () => {
  test('are read from JSONL, with blank lines, a byte order mark and Windows line ends', async () => {
    expect(await parse('\uFEFF{"a": 1}\r\n\r\n{"a": "é"}', 'jsonl')).toEqual([
      { place: 'line 1', values: { a: 1 } },
      { place: 'line 3', values: { a: 'é' } },
    ]);
  });

  test('are read from a list in JSON', async () => {
    expect(await parse('[{"a": 1}, {"a": 2}]', 'json')).toMatchObject([{ values: { a: 1 } }, { values: { a: 2 } }]);
  });

  test('are read from CSV with quotes, line ends in fields and a byte order mark', async () => {
    const rows = await parse('\uFEFFquestion, answer\n"one, ""two""\nthree",3\nfour,4\n', 'csv');
    expect(rows).toEqual([
      { place: 'row 1 (line 3)', values: { question: 'one, "two"\nthree', answer: '3' } },
      { place: 'row 2 (line 4)', values: { question: 'four', answer: '4' } },
    ]);
  });

  test('are read from TSV', async () => {
    expect(await parse('question\tanswer\n1, 2?\t3\n', 'tsv')).toMatchObject([
      { values: { question: '1, 2?', answer: '3' } },
    ]);
  });

  test.each(['snappy', 'zstd'])('are read from Parquet, compressed with %s', async (compression) => {
    const path = join(import.meta.dirname, `fixtures/sums.${compression}.parquet`);
    const rows = await parseRows(readFileSync(path), 'parquet', 'sums.parquet');
    expect(rows).toHaveLength(3);
    expect(rows[2]).toEqual({
      place: 'row 3',
      values: { question: '2 + 2?', answer: 4n, level: '2', choices: ['4', '5'] },
    });
    const [first] = await readQuestions(rows, { fields: {}, seed: 0, shown: 'sums.parquet' });
    expect(first).toMatchObject({ text: '1 + 1?', gold: '2', level: '1' });
  });

  test('a row of 100 MB is one row', async () => {
    const [row] = await parse(JSON.stringify({ question: 'x'.repeat(100 * 2 ** 20), answer: 1 }), 'jsonl');
    expect(String(row?.values.question).length).toBe(100 * 2 ** 20);
  });

  test.each([
    ['{"a": 1', 'json', 'my.json is not JSON'],
    ['{"a": 1}', 'json', 'my.json is not a list of rows.'],
    ['[1]', 'json', 'row 1 of my.json is not an object.'],
    [
      'question,answer\n1,2,3\n',
      'csv',
      'my.csv cannot be read: Invalid Record Length: columns length is 2, got 3 on line 2.',
    ],
    ['question,question\n1,2\n', 'csv', 'my.csv has two columns called "question".'],
    ['question,answer\n"1,2\n', 'csv', 'my.csv cannot be read: Quote Not Closed'],
    ['PAR1', 'parquet', 'my.parquet cannot be read as Parquet'],
  ] as const)('%j as %s is refused', async (text, format, message) => {
    await expect(parse(text, format)).rejects.toMatchObject({
      code: 'E_DATA_INVALID',
      message: expect.stringContaining(message),
    });
  });

  test.each(['json', 'csv', 'jsonl'] as const)('%s that is not UTF-8 is refused', async (format) => {
    await expect(parseRows(Uint8Array.of(0x7b, 0xff, 0xfe), format, 'my file')).rejects.toMatchObject({
      message: expect.stringContaining('is not UTF-8 text'),
    });
  });
});

function parse(text: string, format: Parameters<typeof parseRows>[1]): ReturnType<typeof parseRows> {
  return parseRows(utf8.encode(text), format, `my.${format}`);
}
