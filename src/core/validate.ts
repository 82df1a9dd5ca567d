import type { z } from 'zod';
import type { ErrorCode } from './error-codes.ts';
import { fieldsAt } from './fields-at.ts';
import { MullError } from './mull-error.ts';
import { nearestName } from './nearest-name.ts';

/**
 * The value, checked and typed, or an error that names the field, the form expected, the value got, and for a
 * misspelt field the nearest valid one.
 *
 * @param what - how the value is called in the message: `budget`, `mull.config.json`
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
  code: ErrorCode,
): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const issue = first && sharpened(first);
  if (!issue) throw new MullError(code, `${what} is not valid.`, { hint: `Check ${what}.`, cause: parsed.error });
  const path = [what, ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = fieldsAt(schema, issue.path);
    const near = nearestName(key, known);
    throw new MullError(code, `${path} has no field "${key}".`, {
      hint: near === undefined ? `Its fields are: ${known.join(', ')}.` : `Did you mean "${near}"?`,
    });
  }
  const got = shown(valueAt(value, issue.path));
  const form = expected(issue);
  throw new MullError(code, `${path} must be ${form}, got ${got}.`, {
    hint: suggestion(issue, got) ?? `Give ${path} as ${form}.`,
  });
}

type Issue = z.core.$ZodIssue;

/** Of a union that fits none of its forms, what is wrong inside the one whose outside fits. */
function sharpened(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.map(([first]) => first).find((each) => each !== undefined && each.path.length > 0);
  return inner === undefined ? issue : sharpened({ ...inner, path: [...issue.path, ...inner.path] });
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<PropertyKey, unknown>)[key];
  }
  return current;
}

/** The value as a person would write it, never longer than a line. */
function shown(value: unknown): string {
  if (typeof value === 'number' || value === undefined || value === null) return String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function' || typeof value === 'symbol') return typeof value;
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = typeof value;
  }
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/**
 * The expected form in words. Our schemas say it themselves, as "must be ..."; what zod would say in its place speaks of
 * its own checks, not of the field.
 */
function expected(issue: Issue): string {
  if (issue.message.startsWith('must be ')) return issue.message.slice('must be '.length);
  if (issue.code === 'invalid_value') {
    return issue.values.length === 1 ? shown(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`;
  }
  if (issue.code === 'invalid_union')
    return [...new Set(issue.errors.flatMap((branch) => branch.slice(0, 1).map(expected)))].join(' or ');
  if (issue.code === 'invalid_type') return nouns[issue.expected] ?? issue.expected;
  return issue.message;
}

const nouns: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'a text',
};

function suggestion(issue: Issue, got: string): string | undefined {
  if (issue.code !== 'invalid_value') return undefined;
  const near = nearestName(got.replace(/^"|"$/g, ''), issue.values.map(String));
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}
