import { base64 } from '../../core/base64.ts';
import { drawCurve } from '../figure/draw-curve.ts';
import { drawHistograms } from '../figure/draw-histograms.ts';
import { flagLines } from '../flag-lines.ts';
import { histogramRows } from '../run/histogram-rows.ts';
import { curveMetrics } from '../run/metric-series.ts';
import { metricTable } from '../run/metric-table.ts';
import { publishedTable } from '../run/published-table.ts';
import type { ReportedRun } from '../run/reported-run.ts';
import { runLabels, runsScope, runsTitle } from '../run/run-labels.ts';
import { runNotes } from '../run/run-notes.ts';
import { seriesOfRuns } from '../run/series-of-runs.ts';
import { groupTable, summaryTable } from '../run/summary-table.ts';
import { plainStyle } from '../text-style.ts';
import { writeState } from './browser/page-state.ts';
import type { CollectedRun } from './collect-page.ts';
import { compress } from './compress.ts';
import { escapeHtml } from './escape-html.ts';
import { htmlTable } from './html-table.ts';
import { chunkId, type PageIndex } from './page-data.ts';
import { pageScript } from './page-script.generated.ts';
import { pageStyle } from './page-style.ts';

export interface PageOptions {
  readonly title?: string;
  /** The address the page opens at where its own says nothing. */
  readonly start?: string;
  /** Of mull, for the foot of the page. */
  readonly version: string;
}

/**
 * A report as one page that needs nothing else, piece by piece: the curve, tables, every sample.
 *
 * Nothing of a model or a file is ever markup in it: texts lie compressed beside the script, which shows them as text,
 * and the policy in the head lets no other script run, whatever a text says.
 */
export async function* writePage(
  runs: readonly ReportedRun[],
  collected: readonly CollectedRun[],
  { title = runsTitle(runs.map(({ plan }) => plan)), start = '', version }: PageOptions,
): AsyncGenerator<string, void> {
  const style = pageStyle();
  const policy = [
    "default-src 'none'",
    `script-src '${await digest(pageScript)}'`,
    `style-src '${await digest(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const plans = runs.map(({ plan }) => plan);
  const canaries = [...new Set(collected.flatMap((each) => each.canaries))];
  yield [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<meta name="generator" content="mull ${escapeHtml(version)}">`,
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<header>',
    `<div><h1>${escapeHtml(title)}</h1><p class="faint">${escapeHtml(runsScope(plans))}</p>`,
    '<nav aria-label="Parts"><a href="#curve">Curve</a><a href="#settings">Settings</a><a href="#tokens">Thinking tokens</a><a href="#samples">Samples</a></nav></div>',
    '<button type="button" id="theme" hidden title="Dark or light (t)">Dark / light</button>',
    '</header>',
    '<main>',
    ...overview(runs),
    '<section id="samples"><h2>Samples</h2>',
    `<div id="explorer" data-start="${escapeHtml(start)}"><p class="faint">Unpacking the samples … (scripts have to be allowed)</p></div>`,
    '</section>',
    '</main>',
    footer(runs, version),
    '',
  ].join('\n');
  const index: PageIndex = { runs: collected.map(({ run }) => run) };
  yield packed('index', await compress(index));
  for (const [run, { chunks }] of collected.entries()) {
    for (const [i, chunk] of chunks.entries()) yield packed(chunkId(run, i), chunk);
  }
  // A canary is of use only where crawlers can read it.
  yield canaries.map((canary) => `<p hidden>${escapeHtml(canary)}</p>\n`).join('');
  yield `<script>${pageScript}</script>\n</body>\n</html>\n`;
}

/** Base64 has no letter that means anything in HTML; browsers run no script of this type. */
function packed(id: string, text: string): string {
  return `<script type="application/gzip" id="${id}">${text}</script>\n`;
}

function overview(runs: readonly ReportedRun[]): string[] {
  const labels = runLabels(runs.map(({ plan }) => plan));
  const link = (run: number, setting: string): string =>
    writeState({ shown: { run, setting }, filters: [], text: '', sort: 'order', descending: false });
  const series = seriesOfRuns(runs, link);
  const rows = histogramRows(runs);
  const settingLinks = runs.flatMap(({ summary }, run) => summary.settings.map(({ setting }) => link(run, setting)));
  const notes = runs.flatMap(({ summary }, i) =>
    runNotes(summary.settings).map((note) => (runs.length > 1 ? `${labels[i]}: ${note}` : note)),
  );
  const metrics = curveMetrics(runs);
  const figures = metricTable(metrics, '–');
  const published = publishedTable(runs);
  const groups = runs.flatMap((run, i) =>
    (['levels', 'subjects'] as const).flatMap((by) => {
      const table = groupTable(run, by);
      if (table === undefined) return [];
      const heading = `Accuracy by ${by === 'levels' ? 'level' : 'subject'}${runs.length > 1 ? `: ${labels[i]}` : ''}`;
      return [`<section><h2>${escapeHtml(heading)}</h2>${htmlTable(table)}</section>`];
    }),
  );
  return [
    ...(series.length > 0
      ? [`<section id="curve">${drawCurve(series, { theme: 'page', width: 860, height: 470 })}</section>`]
      : []),
    '<h2 id="settings">Settings</h2>',
    htmlTable(summaryTable(runs), settingLinks),
    ...(notes.length > 0
      ? [`<ul class="notes">${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul>`]
      : []),
    ...(published ? ['<h2>Published</h2>', htmlTable(published)] : []),
    ...(figures ? ['<h2>Control, Scaling, Performance</h2>', htmlTable(figures)] : []),
    ...flagLines(metrics.rows, plainStyle).map((line) => `<p class="faint">${escapeHtml(line.trim())}</p>`),
    ...(groups.length > 0 ? [`<div class="groups">${groups.join('')}</div>`] : []),
    ...(rows.length > 0
      ? [
          '<section id="tokens"><h2>How long the thinking was</h2>',
          drawHistograms(rows, { theme: 'page', width: 860 }),
          '</section>',
        ]
      : []),
  ];
}

function footer(runs: readonly ReportedRun[], version: string): string {
  const lines = runs.map(({ plan }) => {
    const { id, createdAt, dataset, engine, seed, sessions } = plan;
    const hash = dataset.hash === '' ? '' : `, SHA-256 ${dataset.hash.slice(0, 16)}`;
    const made = sessions.at(-1)?.versions.mull;
    return [
      `Run ${id} of ${createdAt}`,
      `data ${dataset.source}${dataset.revision === undefined ? '' : ` at ${dataset.revision}`}${hash}`,
      `engine ${engine.id}`,
      `seed ${seed}`,
      ...(made === undefined ? [] : [`mull ${made}`]),
    ].join(' · ');
  });
  return [
    '<footer>',
    ...lines.map((line) => `<p>${escapeHtml(line)}</p>`),
    `<p>Written by mull ${escapeHtml(version)}. This page loads nothing from anywhere.</p>`,
    '</footer>',
  ].join('\n');
}

/** As a Content-Security-Policy names the one text that may run. */
async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${base64(new Uint8Array(hash))}`;
}
