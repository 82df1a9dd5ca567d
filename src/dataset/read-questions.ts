import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import type { RecordedQuestion } from '../core/run-record.ts';
import { drawSeed } from '../lockstep/draw-seed.ts';
import type { Condition, FieldMap } from './eval-recipe.ts';
import type { Question } from './question.ts';
import { questionHash } from './question-hash.ts';
import type { Row } from './row.ts';
import { shuffled } from './shuffled.ts';

/** How rows become questions. */
export interface ReadQuestionsOptions {
  readonly fields: FieldMap;
  readonly filter?: readonly Condition[];
  /** The answer is what stands behind the last occurrence of this text. */
  readonly answerAfter?: string;
  /** The seed by which choices and questions are shuffled. */
  readonly seed: number;
  /** Whether questions are shuffled; choices always are. */
  readonly shuffle?: boolean;
  /** How the data set is called in errors. */
  readonly shown: string;
}

/** Names under which data sets keep what we look for, the most usual first. */
const usualNames = {
  question: ['question', 'problem', 'prompt', 'input'],
  answer: ['answer', 'gold', 'target', 'solution'],
  id: ['id', 'unique_id', 'Record ID'],
  level: ['level', 'difficulty'],
  subject: ['subject', 'category', 'type'],
} as const;

type Wanted = keyof typeof usualNames;

/**
 * The questions in rows, in the order in which they are asked. Nothing is skipped silently: a row that cannot be used is
 * an error, unless a filter leaves it out.
 *
 * @throws E_DATA_INVALID naming the row and column and what is wrong
 */
export async function readQuestions(rows: readonly Row[], options: ReadQuestionsOptions): Promise<Question[]> {
  const { shown, filter = [], seed, shuffle = false } = options;
  const columns = columnsOf(rows);
  if (rows.length === 0) throw invalid(`${shown} has no rows.`, 'Give a file with at least one question.');
  for (const { field } of filter) requireColumn(field, columns, shown, 'The filter');
  const kept = rows.filter((row) => filter.every((condition) => holds(row, condition)));
  if (kept.length === 0) {
    throw invalid(`The filter leaves none of the ${rows.length} rows of ${shown}.`, 'Loosen the filter.');
  }
  const found = findFields(columns, options);
  const places = new Map<string, string>();
  const questions = kept.map((row, index) => {
    const question = readRow(row, index, found, options);
    const before = places.get(question.id);
    if (before !== undefined) {
      throw invalid(
        `${shown} has the id ${JSON.stringify(question.id)} twice: in ${before} and ${row.place}.`,
        'Give each question an id of its own, or name another column: --field id=COLUMN.',
      );
    }
    places.set(question.id, row.place);
    return question;
  });
  const hashed = await Promise.all(
    questions.map(async (question) => ({ ...question, hash: await questionHash(question) })),
  );
  return shuffle ? shuffled(hashed, seed) : hashed;
}

interface Fields {
  readonly question: string;
  readonly answer: string | undefined;
  readonly id: string | undefined;
  readonly level: string | undefined;
  readonly subject: string | undefined;
  readonly choices: string | readonly string[] | undefined;
  readonly canary: string | undefined;
}

function columnsOf(rows: readonly Row[]): readonly string[] {
  const columns = new Set<string>();
  for (const { values } of rows) for (const column of Object.keys(values)) columns.add(column);
  return [...columns];
}

function findFields(columns: readonly string[], { fields, shown }: ReadQuestionsOptions): Fields {
  const { choices, canary } = fields;
  for (const column of [choices ?? [], canary ?? []].flat()) requireColumn(column, columns, shown, 'The recipe');
  const optional = (wanted: Wanted): string | undefined => {
    const named = fields[wanted];
    if (named !== undefined) requireColumn(named, columns, shown, `The ${wanted}`);
    return named ?? usualNames[wanted].find((name) => columns.includes(name));
  };
  const required = (wanted: 'question' | 'answer'): string => {
    const found = optional(wanted);
    if (found !== undefined) return found;
    const near = nearestName(wanted, columns);
    throw invalid(
      `${shown} has no column "${wanted}"; it has ${listed(columns)}.`,
      near === undefined
        ? `Say which one it is: --field ${wanted}=COLUMN, or \`fields\` in a recipe.`
        : `Did you mean "${near}"? Then say --field ${wanted}=${near}.`,
    );
  };
  // Where every choice has its column, the right one is the first.
  const answer = Array.isArray(choices) ? undefined : required('answer');
  return {
    question: required('question'),
    answer,
    id: optional('id'),
    level: optional('level'),
    subject: optional('subject'),
    choices,
    canary,
  };
}

function requireColumn(column: string, columns: readonly string[], shown: string, who: string): void {
  if (columns.includes(column)) return;
  const near = nearestName(column, columns);
  throw invalid(
    `${who} names the column "${column}", which ${shown} does not have.`,
    near === undefined ? `Its columns are ${listed(columns)}.` : `Did you mean "${near}"?`,
  );
}

function readRow(row: Row, index: number, fields: Fields, options: ReadQuestionsOptions): RecordedQuestion {
  const { shown, answerAfter, seed } = options;
  const asked = textIn(row, fields.question, shown, 'question');
  const id = fields.id === undefined ? String(index + 1) : textIn(row, fields.id, shown, 'id');
  const level = optionalText(row, fields.level);
  const subject = optionalText(row, fields.subject);
  const canary = optionalText(row, fields.canary);
  const { text, gold } =
    fields.choices === undefined
      ? { text: asked, gold: goldIn(row, fields.answer!, answerAfter, shown) }
      : withChoices(row, asked, fields, index, seed, shown);
  return {
    id,
    text,
    gold,
    ...(level === undefined ? {} : { level }),
    ...(subject === undefined ? {} : { subject }),
    ...(canary === undefined ? {} : { canary }),
  };
}

function goldIn(row: Row, column: string, after: string | undefined, shown: string): string {
  const text = textIn(row, column, shown, 'answer');
  if (after === undefined) return text;
  const at = text.lastIndexOf(after);
  const gold = at < 0 ? '' : text.slice(at + after.length).trim();
  if (gold !== '') return gold;
  throw invalid(
    `${row.place} of ${shown}: the answer has nothing behind ${JSON.stringify(after)}.`,
    'Correct the row, or leave `answerAfter` out of the recipe.',
  );
}

/** Choices behind letters as the paper's tasks put them (s1, task gpqa_diamond_openai), in an order of the seed's. */
function withChoices(
  row: Row,
  asked: string,
  { choices, answer }: Fields,
  index: number,
  seed: number,
  shown: string,
): { readonly text: string; readonly gold: string } {
  const texts =
    typeof choices === 'string'
      ? listIn(row, choices, shown)
      : (choices ?? []).map((column) => textIn(row, column, shown, 'choice'));
  const right = typeof choices === 'string' ? rightChoice(row, answer!, texts, shown) : 0;
  const order = shuffled([...texts.keys()], drawSeed(seed, index));
  const lines = order.map((choice, at) => `${letters[at]}) ${texts[choice]}`);
  return { text: `${asked}\n\n${lines.join('\n')}`, gold: letters[order.indexOf(right)]! };
}

const letters = 'ABCDEFGHIJ';

function listIn({ place, values }: Row, column: string, shown: string): string[] {
  const value = values[column];
  const isList =
    Array.isArray(value) &&
    value.length >= 2 &&
    value.length <= letters.length &&
    value.every((item) => typeof item === 'string' || typeof item === 'number');
  if (isList) return value.map((item: string | number) => String(item).trim());
  throw invalid(
    `${place} of ${shown}: "${column}" must be a list of 2 to ${letters.length} choices, got ${kind(value)}.`,
    'Correct the row.',
  );
}

/** The answer names a choice by its place (from 0), its letter, or its text. */
function rightChoice(row: Row, column: string, texts: readonly string[], shown: string): number {
  const value = row.values[column];
  const text = textIn(row, column, shown, 'answer').trim();
  const candidates = [
    texts.indexOf(text),
    typeof value === 'number' ? value : -1,
    /^[A-J]$/.test(text) ? letters.indexOf(text) : -1,
    /^\d$/.test(text) ? Number(text) : -1,
  ];
  const right = candidates.find((at) => at >= 0 && at < texts.length);
  if (right !== undefined) return right;
  throw invalid(
    `${row.place} of ${shown}: the answer ${JSON.stringify(text)} is none of the ${texts.length} choices.`,
    'Give the letter, the place (from 0) or the text of the right choice.',
  );
}

function textIn({ place, values }: Row, column: string, shown: string, what: string): string {
  const value = values[column];
  const text = typeof value === 'string' ? value.trim() : scalarText(value);
  if (text !== undefined && text !== '') return text;
  throw invalid(
    `${place} of ${shown}: the ${what} ("${column}") must be a text or a number, got ${kind(value)}.`,
    `Correct the row, or say which column the ${what} is in: --field ${what}=COLUMN.`,
  );
}

function optionalText({ values }: Row, column: string | undefined): string | undefined {
  const value = column === undefined ? undefined : values[column];
  const text = typeof value === 'string' ? value.trim() : scalarText(value);
  return text === '' ? undefined : text;
}

function scalarText(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : undefined;
}

function holds(row: Row, { field, is, not, matches }: Condition): boolean {
  const value = optionalText(row, field) ?? '';
  const among = (list: Condition['is']): boolean => [list ?? []].flat().some((each) => String(each) === value);
  if (is !== undefined && !among(is)) return false;
  if (not !== undefined && among(not)) return false;
  return matches === undefined || new RegExp(matches, 'u').test(value);
}

function kind(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '' || (typeof value === 'string' && value.trim() === '')) return 'an empty text';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 12).map((column) => JSON.stringify(column));
  return columns.length === 0 ? 'none' : `${shown.join(', ')}${columns.length > shown.length ? ', ...' : ''}`;
}

function invalid(message: string, hint: string): MullError {
  return new MullError('E_DATA_INVALID', message, { hint });
}
