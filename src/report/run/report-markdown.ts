import { flagLines } from '../flag-lines.ts';
import { plainStyle } from '../text-style.ts';
import { curveLines } from './curve-lines.ts';
import { markdownTable, markdownText } from './markdown.ts';
import { curveMetrics } from './metric-series.ts';
import { metricTable } from './metric-table.ts';
import { publishedTable } from './published-table.ts';
import type { ReportedRun } from './reported-run.ts';
import { runLabels, runsScope, runsTitle } from './run-labels.ts';
import { runNotes } from './run-notes.ts';
import { groupTable, type ReportTable, summaryTable } from './summary-table.ts';

/** A report as Markdown: the tables, the curve in characters where it is one, and what to know before believing it. */
export function reportMarkdown(runs: readonly ReportedRun[]): string {
  const plans = runs.map(({ plan }) => plan);
  const labels = runLabels(plans);
  const metrics = curveMetrics(runs);
  const chart = curveLines(runs, { ...plainStyle, width: 80 });
  const notes = runs.flatMap(({ summary }) => runNotes(summary.settings));
  const groups = runs.flatMap((run, i) =>
    (['levels', 'subjects'] as const).flatMap((by) => {
      const table = groupTable(run, by);
      const heading = `${by === 'levels' ? 'By level' : 'By subject'}${runs.length > 1 ? `: ${labels[i]}` : ''}`;
      return section(heading, table);
    }),
  );
  const flags = flagLines(metrics.rows, plainStyle).map((line) => markdownText(line.trim()));
  return [
    `# ${markdownText(runsTitle(plans))}`,
    '',
    `${markdownText(runsScope(plans))}.`,
    '',
    ...(chart.length > 0 ? ['```', ...chart.filter((line, i) => line !== '' || i > 0), '```', ''] : []),
    ...markdownTable(summaryTable(runs)),
    '',
    ...notes.flatMap((note) => [`- ${markdownText(note)}`]),
    ...(notes.length > 0 ? [''] : []),
    ...section('Published', publishedTable(runs)),
    ...section('Control, Scaling, Performance', metricTable(metrics, '–')),
    ...(flags.length > 0 ? [flags[0] ?? '', '', ...flags.slice(1).map((flag) => `- ${flag}`), ''] : []),
    ...groups,
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function section(heading: string, table: ReportTable | undefined): string[] {
  return table === undefined ? [] : [`## ${markdownText(heading)}`, '', ...markdownTable(table), ''];
}
