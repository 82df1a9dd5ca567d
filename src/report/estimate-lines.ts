import type { SettingEstimate } from '../eval/plan/estimate-plan.ts';
import { tableLines } from './table-lines.ts';
import { symbols, type TextStyle } from './text-style.ts';
import { timeText } from './time-text.ts';
import { wrapText } from './wrap-text.ts';

/** What a run will take, setting by setting and in all. */
export function estimateLines(estimates: readonly SettingEstimate[], style: TextStyle, currency?: string): string[] {
  const { dash } = symbols(style);
  const hasExpected = estimates.some(({ expectedTokens }) => expectedTokens !== undefined);
  const hasCost = estimates.some(({ mostCost }) => mostCost !== undefined);
  const total: SettingEstimate = {
    setting: 'in all',
    samples: sum(estimates, ({ samples }) => samples) ?? 0,
    promptTokens: sum(estimates, ({ promptTokens }) => promptTokens) ?? 0,
    expectedTokens: sum(estimates, ({ expectedTokens }) => expectedTokens),
    mostTokens: sum(estimates, ({ mostTokens }) => mostTokens) ?? 0,
    expectedSeconds: sum(estimates, ({ expectedSeconds }) => expectedSeconds),
    expectedCost: sum(estimates, ({ expectedCost }) => expectedCost),
    mostCost: sum(estimates, ({ mostCost }) => mostCost),
  };
  const count = (value: number | undefined): string =>
    value === undefined ? dash : Math.round(value).toLocaleString('en-US');
  const money = (value: number | undefined): string =>
    value === undefined ? dash : `${value.toFixed(2)}${currency === undefined ? '' : ` ${currency}`}`;
  const headings = [
    'setting',
    'samples',
    'prompt tokens',
    ...(hasExpected ? ['tokens'] : []),
    'tokens at most',
    ...(hasExpected ? ['time'] : []),
    ...(hasCost && hasExpected ? ['cost'] : []),
    ...(hasCost ? ['cost at most'] : []),
  ];
  const rows = [...estimates, ...(estimates.length > 1 ? [total] : [])].map((each) => [
    each.setting,
    count(each.samples),
    count(each.promptTokens),
    ...(hasExpected ? [count(each.expectedTokens)] : []),
    count(each.mostTokens),
    ...(hasExpected ? [each.expectedSeconds === undefined ? dash : timeText(each.expectedSeconds)] : []),
    ...(hasCost && hasExpected ? [money(each.expectedCost)] : []),
    ...(hasCost ? [money(each.mostCost)] : []),
  ]);
  const note = hasExpected
    ? 'Tokens, time and cost are as the samples made so far; "at most" is every bound used up.'
    : 'How long the model thinks is not known before its first samples: run a few (--limit 2), then ask again.';
  return [...tableLines(headings, rows, style), '', ...wrapText(note, style, { role: 'faint' })];
}

/** Undefined as soon as one part is not known. */
function sum(
  estimates: readonly SettingEstimate[],
  of: (estimate: SettingEstimate) => number | undefined,
): number | undefined {
  return estimates.reduce<number | undefined>((total, estimate) => {
    const value = of(estimate);
    return total === undefined || value === undefined ? undefined : total + value;
  }, 0);
}
