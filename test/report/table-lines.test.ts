import { expect, test } from 'vitest';
import { tableLines } from '../../src/report/table-lines.ts';
import { plainStyle } from '../../src/report/text-style.ts';

const headings = ['method', 'runs', 'Control', 'all runs'];
const rows = [
  ['BF', 7, '100%', '100 / 15 / 56.7'],
  ['TCC + BF', 12, '40%', '40 / -24 / 40.0'],
];

test('a table has words to the left and numbers to the right', () => {
  expect(tableLines(headings, rows, plainStyle)).toEqual([
    'method    runs  Control  all runs',
    'BF           7     100%  100 / 15 / 56.7',
    'TCC + BF    12      40%  40 / -24 / 40.0',
  ]);
});

test('a table that is too wide for the terminal names its cells below the first of each row', () => {
  expect(tableLines(headings, rows, { ...plainStyle, width: 30 })).toEqual([
    'BF',
    '  runs 7 · Control 100%',
    '  all runs 100 / 15 / 56.7',
    'TCC + BF',
    '  runs 12 · Control 40%',
    '  all runs 40 / -24 / 40.0',
  ]);
});

test('a table of two columns keeps its form', () => {
  expect(tableLines(['code', 'meaning'], [['E_SLOTS', 'No slot left']], { ...plainStyle, width: 12 })).toEqual([
    'code     meaning',
    'E_SLOTS  No slot left',
  ]);
});
