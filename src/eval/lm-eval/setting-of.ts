import type { BudgetFields } from '../../core/budget.ts';
import { defaultMessage } from '../../core/budget.ts';

/** What the settings of a request asked for, as a setting of ours: the names are those of s1's fork. */
export function settingOf(settings: Readonly<Record<string, unknown>>): { name: string; budget: BudgetFields } {
  const max = count(settings.max_tokens_thinking);
  const min = count(settings.min_tokens_thinking);
  const waits = count(settings.thinking_n_ignore);
  // Without a text the end is suppressed and nothing is said.
  const said = typeof settings.thinking_n_ignore_str === 'string' ? settings.thinking_n_ignore_str : '';
  const message = waits === undefined || said === defaultMessage ? undefined : said;
  const parts = [
    ...(max === undefined ? [] : [`max=${max}`]),
    ...(min === undefined ? [] : [`min=${min}`]),
    ...(waits === undefined ? [] : [`waits=${waits}`]),
    ...(message === undefined ? [] : [`message=${message === '' ? 'none' : message.replace(/\s+/g, '_')}`]),
  ];
  return {
    name: parts.join(' ') || 'natural end',
    budget: {
      ...(max === undefined ? {} : { max }),
      ...(min === undefined ? {} : { min }),
      ...(waits === undefined ? {} : { waits }),
      ...(message === undefined ? {} : { message }),
    },
  };
}

/** A number above 0, which may have come from a command line as text; `auto` bounds nothing. */
function count(value: unknown): number | undefined {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : 0;
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
