import type { GradeOptions } from '../grade/options.ts';
import type { TableOption } from './option-table.ts';
import { readChoice } from './read-choice.ts';
import { readNumber } from './read-number.ts';

const group = 'Conventions:';

/** On what graders differ, as options of `mull grade`. */
export const gradeOptions: readonly (TableOption & { readonly name: keyof GradeOptions })[] = [
  {
    name: 'percent',
    value: 'rule',
    group,
    description: 'lenient (default): 28% is 0.28 and 28; fraction: 0.28 only; any: a bare 28 is 0.28 too',
    read: (text) => readChoice(text, '--percent', ['lenient', 'fraction', 'any']),
  },
  {
    name: 'units',
    value: 'rule',
    group,
    description: 'lenient (default): a missing unit agrees with any; ignored; required: both have one or none',
    read: (text) => readChoice(text, '--units', ['lenient', 'ignored', 'required']),
  },
  {
    name: 'bases',
    value: 'rule',
    group,
    description: 'lenient (default): 2516 is also 2516 in base 8; required: it is not',
    read: (text) => readChoice(text, '--bases', ['lenient', 'required']),
  },
  {
    name: 'order',
    value: 'rule',
    group,
    description: 'of several answers: free (default) or kept',
    read: (text) => readChoice(text, '--order', ['free', 'kept']),
  },
  {
    name: 'names',
    value: 'rule',
    group,
    description: 'dropped (default): x = 5 is 5; kept: it is not',
    read: (text) => readChoice(text, '--names', ['dropped', 'kept']),
  },
  {
    name: 'letters',
    value: 'rule',
    group,
    description: 'fixed (default): x + 1 is not y + 1; interchangeable: it is',
    read: (text) => readChoice(text, '--letters', ['fixed', 'interchangeable']),
  },
  {
    name: 'decimals',
    value: 'rule',
    group,
    description:
      'rounded (default): a decimal of four digits or more equals what it rounds; exact; or a number of places',
    read: (text) =>
      /^\d+$/.test(text)
        ? readNumber(text, '--decimals', { whole: true, least: 0, most: 100 })
        : readChoice(text, '--decimals', ['rounded', 'exact']),
  },
  {
    name: 'tolerance',
    value: 'number',
    group,
    description: 'largest difference of two numbers that count as equal (default 0)',
    read: (text) => readNumber(text, '--tolerance', { whole: false, least: 0 }),
  },
];
