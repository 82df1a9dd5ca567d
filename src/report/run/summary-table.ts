import type { GroupSummary, SettingSummary, TokenFigures } from '../../eval/summary/run-summary.ts';
import { percentText } from './percent-text.ts';
import type { ReportedRun } from './reported-run.ts';
import { runLabels } from './run-labels.ts';
import { hasStrategies } from './setting-place.ts';
import { tokenText } from './token-text.ts';

/** A table before it is decided how it is written. */
export interface ReportTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A row for each setting; columns that would say the same in every row for want of a case are left out. */
export function summaryTable(runs: readonly ReportedRun[], dash = '–'): ReportTable {
  const labels = runLabels(runs.map(({ plan }) => plan));
  const entries = runs.flatMap(({ plan, summary }, i) =>
    summary.settings.map((setting) => ({ run: labels[i] ?? '', setting, currency: plan.currency })),
  );
  const ofAllChains = runs.some(({ plan }) => hasStrategies(plan));
  const tokensOf = ({ total, thinking }: SettingSummary): TokenFigures => (ofAllChains ? total : thinking);
  type Entry = (typeof entries)[number];
  const columns: readonly { heading: string; cell: (entry: Entry) => string; shown?: boolean }[] = [
    { heading: 'run', cell: ({ run }) => run, shown: runs.length > 1 },
    { heading: 'setting', cell: ({ setting }) => setting.setting },
    { heading: 'accuracy', cell: ({ setting }) => accuracyText(setting, dash) },
    { heading: '95% interval', cell: ({ setting }) => intervalText(setting, dash) },
    {
      heading: 'right',
      cell: ({ setting }) => `${setting.statuses.right}/${setting.samples - setting.statuses.error}`,
    },
    {
      heading: 'chains',
      cell: ({ setting }) => chainText(setting, dash),
      shown: ofAllChains,
    },
    {
      heading: ofAllChains ? 'mean tokens, all chains' : 'mean tokens',
      cell: ({ setting }) => tokenText(tokensOf(setting).mean),
    },
    { heading: 'median', cell: ({ setting }) => tokenText(tokensOf(setting).median) },
    {
      heading: 'forced',
      cell: ({ setting }) => shareText(setting.forced.samples, setting, dash),
      shown: entries.some(({ setting }) => setting.forced.samples > 0),
    },
    ...(['truncated', 'no-answer'] as const).map((status) => ({
      heading: status === 'no-answer' ? 'no answer' : status,
      cell: ({ setting }: Entry) => shareText(setting.statuses[status], setting, dash),
      shown: entries.some(({ setting }) => setting.statuses[status] > 0),
    })),
    {
      heading: 'errors',
      cell: ({ setting }) => String(setting.statuses.error),
      shown: entries.some(({ setting }) => setting.statuses.error > 0),
    },
    {
      heading: 'cost',
      cell: ({ setting, currency }) =>
        setting.cost === null ? dash : `${setting.cost.toPrecision(3)}${currency === undefined ? '' : ` ${currency}`}`,
      shown: entries.some(({ setting }) => setting.cost !== null),
    },
  ];
  const shown = columns.filter((column) => column.shown !== false);
  return {
    headings: shown.map(({ heading }) => heading),
    rows: entries.map((entry) => shown.map(({ cell }) => cell(entry))),
  };
}

/** Accuracy by level or subject, a row for each with a column per setting; undefined where questions have none. */
export function groupTable({ summary }: ReportedRun, by: 'levels' | 'subjects', dash = '–'): ReportTable | undefined {
  const names = [...new Set(summary.settings.flatMap((setting) => setting[by].map(({ name }) => name)))];
  if (names.length < 2) return undefined;
  const sorted = names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const find = (setting: SettingSummary, name: string): GroupSummary | undefined =>
    setting[by].find((group) => group.name === name);
  return {
    headings: [by === 'levels' ? 'level' : 'subject', 'questions', ...summary.settings.map(({ setting }) => setting)],
    rows: sorted.map((name) => [
      name,
      String(Math.max(...summary.settings.map((setting) => find(setting, name)?.questions ?? 0))),
      ...summary.settings.map((setting) => {
        const found = find(setting, name);
        return found?.accuracy ? percentText(found.accuracy.value) : dash;
      }),
    ]),
  };
}

function accuracyText({ accuracy }: SettingSummary, dash: string): string {
  return accuracy ? percentText(accuracy.value) : dash;
}

function intervalText({ accuracy }: SettingSummary, dash: string): string {
  if (!accuracy) return dash;
  const { low, high } = accuracy.interval;
  return `${(100 * low).toFixed(1)}${dash}${(100 * high).toFixed(1)}`;
}

/** How many chains a sample took in the mean. */
function chainText({ chains, samples, statuses }: SettingSummary, dash: string): string {
  const answered = samples - statuses.error;
  return answered === 0 ? dash : String(Number((chains / answered).toFixed(1)));
}

function shareText(count: number, { samples, statuses }: SettingSummary, dash: string): string {
  const answered = samples - statuses.error;
  return answered === 0 ? dash : `${Math.round((100 * count) / answered)}%`;
}
