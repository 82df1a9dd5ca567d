import { type Budget, type BudgetFields, budgetSchema } from '../../core/budget.ts';
import { efforts } from '../../core/effort.ts';
import { validate } from '../../core/validate.ts';
import { readBudget } from '../../forcing/read-budget.ts';
import { RequestError } from '../request/request-error.ts';

/**
 * A budget in one line, as it stands in a header or behind a model's name: `max=2000,waits=2`, `high`, or the JSON of
 * the object, which is the only way to write a message with a comma.
 *
 * @param where - what errors call it
 * @throws E_BUDGET_INVALID
 */
export function parseBudgetText(text: string, where: string): BudgetFields {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return validate(budgetSchema, parseJson(trimmed, where), where, 'E_BUDGET_INVALID');
  if (/^\w+$/.test(trimmed)) return readBudget(trimmed as Budget);
  const fields = trimmed.split(',').map((pair): readonly [string, unknown] => {
    const at = pair.indexOf('=');
    if (at < 1) throw malformed(where, pair.trim());
    return [pair.slice(0, at).trim(), numberOrText(pair.slice(at + 1).trim())];
  });
  return validate(budgetSchema, Object.fromEntries(fields), where, 'E_BUDGET_INVALID');
}

/** Whether a text is meant as such a line: a name of a model may hold colons too. */
export function looksLikeBudget(text: string): boolean {
  return /^\s*[a-z]+\s*=/i.test(text) || efforts.some((effort) => effort === text.trim().toLowerCase());
}

function numberOrText(text: string): unknown {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestError('E_BUDGET_INVALID', where, `${where} is not valid JSON.`, {
      hint: `Write it as ${where}: max=2000,waits=2`,
      cause,
    });
  }
}

function malformed(where: string, pair: string): RequestError {
  return new RequestError(
    'E_BUDGET_INVALID',
    where,
    `${where} must be pairs such as max=2000,waits=2, got ${JSON.stringify(pair.slice(0, 60))}.`,
    {
      hint: 'Put an equals sign between name and number, and commas between pairs.',
    },
  );
}
