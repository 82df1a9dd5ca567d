import { MullError } from '../core/mull-error.ts';
import type { Grid } from '../eval/plan/sweep-settings.ts';
import type { TableOption } from './option-table.ts';
import { readNumber } from './read-number.ts';
import { largestSeed, type ThinkFlags, thinkOptions } from './think-options.ts';

/** What `mull eval` can be told beyond what `mull think` can. */
export interface EvalFlags extends ThinkFlags {
  readonly data?: string;
  readonly field?: Readonly<Record<string, string>>;
  readonly limit?: number;
  readonly full?: boolean;
  readonly shuffle?: number;
  readonly sweep?: readonly Grid[];
  readonly samples?: number;
  readonly method?: readonly string[];
  readonly concurrency?: number;
  readonly name?: string;
  readonly runs?: string;
  readonly 'dry-run'?: boolean;
  readonly retries?: number;
  readonly 'retry-errors'?: boolean;
  readonly 'max-errors'?: number | { readonly share: number };
  readonly deadline?: number;
  readonly 'max-cost'?: number;
  readonly prices?: string;
  readonly 'fail-under'?: number;
  readonly 'fail-on-truncation'?: number;
  readonly junit?: string;
}

export const defaultRuns = 'runs';

/** The options of `mull eval` of its own, in the order of the help. */
export const evalOptions: readonly (TableOption & { readonly name: keyof EvalFlags })[] = [
  {
    name: 'data',
    value: 'source',
    group: 'Questions:',
    description:
      'instead of the recipe\'s: a JSONL, JSON, CSV or Parquet file with "question" and "answer", - for standard input, or hf:owner/name[:part]',
  },
  {
    name: 'field',
    value: 'what=column',
    group: 'Questions:',
    description: 'which column is the question, answer, id, level or subject; give it again for others',
    read: (text, previous) => ({ ...(previous as object | undefined), ...readField(text) }),
  },
  {
    name: 'limit',
    value: 'number',
    group: 'Questions:',
    description: 'only the first so many',
    read: (text) => readNumber(text, '--limit', { whole: true, least: 1 }),
  },
  { name: 'full', group: 'Questions:', description: 'all of them: recipes begin with a few' },
  {
    name: 'shuffle',
    value: 'seed',
    group: 'Questions:',
    description: 'in an order that the seed decides',
    read: (text) => readNumber(text, '--shuffle', { whole: true, least: 0, most: largestSeed }),
  },
  {
    name: 'sweep',
    value: 'what=values',
    group: 'Run:',
    description:
      'budgets to compare: max=500,1000 or waits=0,1,2; given again, they come one after the other; "max=500,1000 waits=0,1" in one are combined',
    read: (text, previous) => [...((previous as Grid[] | undefined) ?? []), readSweep(text)],
  },
  {
    name: 'samples',
    value: 'number',
    group: 'Run:',
    description: 'how often each question is asked in each setting (default 1)',
    read: (text) => readNumber(text, '--samples', { whole: true, least: 1 }),
  },
  {
    name: 'method',
    value: 'strategy',
    group: 'Run:',
    description:
      'how a question becomes an answer: think (default, one chain of thought) or a strategy such as majority:samples=8; give it again to compare several',
    read: (text, previous) => [...((previous as string[] | undefined) ?? []), text],
  },
  {
    name: 'concurrency',
    value: 'number',
    group: 'Run:',
    description: 'how many samples are made at the same time (default: as many as the engine has room for)',
    read: (text) => readNumber(text, '--concurrency', { whole: true, least: 1, most: 4096 }),
  },
  {
    name: 'name',
    value: 'name',
    group: 'Run:',
    description: 'of the run (default: made from what is asked of whom)',
  },
  {
    name: 'runs',
    value: 'folder',
    group: 'Run:',
    description: `where runs are kept (default ${defaultRuns})`,
  },
  { name: 'dry-run', group: 'Run:', description: 'only tell what would be done, in samples, tokens, time and cost' },
  {
    name: 'retries',
    value: 'times',
    group: 'Limits:',
    description: 'how often a sample is tried again whose engine failed (default 2)',
    read: (text) => readNumber(text, '--retries', { whole: true, least: 0, most: 100 }),
  },
  { name: 'retry-errors', group: 'Limits:', description: 'make the samples again that failed before' },
  {
    name: 'max-errors',
    value: 'number or %',
    group: 'Limits:',
    description: 'stop when more samples than these have failed (default 10%, and at least 10)',
    read: (text) =>
      text.endsWith('%')
        ? { share: readShare(text, '--max-errors') }
        : readNumber(text, '--max-errors', { whole: true, least: 0 }),
  },
  {
    name: 'deadline',
    value: 'time',
    group: 'Limits:',
    description: 'stop after so long: 90s, 10m or 2h; the same command goes on',
    read: (text) => readDuration(text, '--deadline'),
  },
  {
    name: 'max-cost',
    value: 'amount',
    group: 'Limits:',
    description: 'stop when the run has cost so much; needs --prices',
    read: (text) => readNumber(text, '--max-cost', { whole: false, least: 0, above: true }),
  },
  {
    name: 'prices',
    value: 'file',
    group: 'Limits:',
    description: 'a YAML or JSON file of what models cost per million tokens',
  },
  {
    name: 'fail-under',
    value: 'accuracy',
    group: 'Checks:',
    description: 'exit with 7 where the accuracy of a setting is below: 0.6 or 60%',
    read: (text) => readShare(text, '--fail-under'),
  },
  {
    name: 'fail-on-truncation',
    value: 'share',
    group: 'Checks:',
    description: 'exit with 7 where more answers of a setting than this were cut off: 0.05 or 5%',
    read: (text) => readShare(text, '--fail-on-truncation'),
  },
  {
    name: 'junit',
    value: 'file',
    group: 'Output:',
    description: 'also write what became of every sample as JUnit XML',
  },
];

/** All options of `mull eval`: those of `mull think`, and its own. */
export const allEvalOptions: readonly TableOption[] = [...evalOptions, ...thinkOptions];

const fieldNames = ['question', 'answer', 'id', 'level', 'subject'];

function readField(text: string): Readonly<Record<string, string>> {
  const [, name = '', column = ''] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
  if (fieldNames.includes(name)) return { [name]: column };
  throw invalid(
    `--field must be one of ${fieldNames.join(', ')} and a column, got ${JSON.stringify(text)}.`,
    'For example: --field question=problem',
  );
}

/** `max=500,1000 waits=0,1`; numbers become numbers. */
function readSweep(text: string): Grid {
  const grid: Record<string, (string | number)[]> = {};
  for (const part of text.trim().split(/\s+/)) {
    const [, axis, list] = /^([a-z]+)=(.+)$/s.exec(part) ?? [];
    const values = list?.split(',').map((value) => value.trim()) ?? [];
    if (axis === undefined || values.some((value) => value === '')) {
      throw invalid(
        `--sweep must be what is swept and its values, got ${JSON.stringify(text)}.`,
        'For example: --sweep max=500,1000,2000 --sweep waits=0,1,2',
      );
    }
    grid[axis] = values.map((value) => (/^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value));
  }
  return grid;
}

/** A share as a fraction or in percent. */
function readShare(text: string, option: string): number {
  const share = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (/^\d*\.?\d+%?$/.test(text) && share >= 0 && share <= 1) return share;
  throw invalid(
    `${option} must be a share from 0 to 1 or in percent, got ${JSON.stringify(text)}.`,
    `For example: ${option} 5%`,
  );
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Seconds. */
function readDuration(text: string, option: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)([smh])?$/.exec(text) ?? [];
  const seconds = Number(amount) * (units[unit] ?? Number.NaN);
  // Longer timers would end at once.
  if (seconds > 0 && seconds < 2 ** 31 / 1000) return seconds;
  throw invalid(
    `${option} must be a time such as 90s, 10m or 2h, got ${JSON.stringify(text)}.`,
    `For example: ${option} 30m`,
  );
}

function invalid(message: string, hint: string): MullError {
  return new MullError('E_OPTION_INVALID', message, { hint });
}
