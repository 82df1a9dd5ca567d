import { percentText } from './percent-text.ts';
import type { ReportedRun } from './reported-run.ts';
import type { ReportTable } from './summary-table.ts';

/** The figures of papers with ours of the same setting beside them; undefined where there are none. */
export function publishedTable(runs: readonly ReportedRun[], dash = '–'): ReportTable | undefined {
  const rows = runs.flatMap(({ plan, summary }) =>
    plan.published.map(({ model, label, accuracy, tokens, setting, source }) => {
      const ours = summary.settings.find((each) => each.setting === setting)?.accuracy;
      return [
        model,
        label,
        `${accuracy}%`,
        tokens === undefined ? dash : Math.round(tokens).toLocaleString('en-US'),
        ours ? percentText(ours.value) : dash,
        source,
      ];
    }),
  );
  if (rows.length === 0) return undefined;
  return { headings: ['model', 'setting', 'published', 'tokens', 'this run', 'source'], rows };
}
