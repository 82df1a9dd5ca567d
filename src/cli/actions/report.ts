import { MullError } from '../../core/mull-error.ts';
import { findSeries } from '../../eval/metrics/find-series.ts';
import { parseSeries } from '../../eval/metrics/series.ts';
import { drawCurve } from '../../report/figure/draw-curve.ts';
import { drawHistograms } from '../../report/figure/draw-histograms.ts';
import type { FigureSeries } from '../../report/figure/figure-series.ts';
import { printableText } from '../../report/printable-text.ts';
import { histogramRows } from '../../report/run/histogram-rows.ts';
import { publishedSeries } from '../../report/run/published-series.ts';
import { sampleCsv, sampleCsvHeading, settingsCsv } from '../../report/run/report-csv.ts';
import { reportJson } from '../../report/run/report-json.ts';
import { reportMarkdown } from '../../report/run/report-markdown.ts';
import type { ReportedRun } from '../../report/run/reported-run.ts';
import { runsScope, runsTitle } from '../../report/run/run-labels.ts';
import { runLines } from '../../report/run/run-lines.ts';
import { seriesOfRuns } from '../../report/run/series-of-runs.ts';
import type { Host } from '../host.ts';
import { jsonLine } from '../json-line.ts';
import { parseJson } from '../parse-text.ts';
import { readText } from '../read-text.ts';
import { loadRun } from '../report/load-run.ts';
import { renderPng } from '../report/render-png.ts';
import { reportForm } from '../report/report-form.ts';
import { writeHtml } from '../report/write-html.ts';
import { writeReport } from '../report/write-report.ts';
import type { ReportFlags } from '../report-options.ts';
import { terminalStyle } from '../terminal-style.ts';

/** `mull report RUN...`: what runs came to, printed or written to a file. */
export async function reportCommand(
  names: readonly string[],
  flags: ReportFlags,
  json: boolean,
  host: Host,
): Promise<void> {
  const { out, series = [] } = flags;
  const form = out === undefined ? undefined : reportForm(out);
  const isPicture = form === 'svg' || form === 'png';
  checkFlags(names, flags, form);
  if (out === undefined || form === undefined) {
    const runs = await loadRuns(names, flags, host);
    const style = terminalStyle(host, host.output);
    await host.output.write(json ? jsonLine(reportJson(runs)) : `${runLines(runs, style).join('\n')}\n`);
    return;
  }
  if (form === 'csv' && flags.samples) await writeSamples(names, out, flags, host);
  else if (form === 'html') {
    const { folder, title, 'show-confidential': showConfidential = false } = flags;
    await writeHtml(names, out, { folder, showConfidential, ...(title === undefined ? {} : { title }) }, host);
  } else if (isPicture) {
    const runs = await loadRuns(names, flags, host);
    const published = await Promise.all(series.map((each) => readPublished(each, names.length > 0, host)));
    const svg = picture(runs, published, flags);
    await writeReport(out, host, async (add) => add(form === 'png' ? await renderPng(svg) : svg));
  } else {
    const runs = await loadRuns(names, flags, host);
    const text =
      form === 'csv'
        ? settingsCsv(runs)
        : form === 'md'
          ? reportMarkdown(runs)
          : `${JSON.stringify(reportJson(runs), undefined, 1)}\n`;
    await writeReport(out, host, (add) => add(text));
  }
  await host.output.write(json ? jsonLine({ written: out }) : `Written: ${printableText(out)}\n`);
}

function loadRuns(names: readonly string[], { folder }: ReportFlags, host: Host): Promise<ReportedRun[]> {
  return Promise.all(names.map((name) => loadRun(name, folder, host)));
}

function checkFlags(
  names: readonly string[],
  flags: ReportFlags,
  form: ReturnType<typeof reportForm> | undefined,
): void {
  const picture = form === 'svg' || form === 'png';
  const usage = (message: string, hint: string): MullError => new MullError('E_OPTION_INVALID', message, { hint });
  if (names.length === 0 && !(picture && flags.series)) {
    throw usage('There is no run to report.', 'Give the name of one; they are listed by: mull runs');
  }
  const ofPictures = (['figure', 'theme', 'width', 'series'] as const).find((name) => flags[name] !== undefined);
  if (!picture && ofPictures !== undefined) {
    throw usage(`--${ofPictures} is for pictures.`, 'Add --out with a file that ends in .svg or .png.');
  }
  if (flags.samples && form !== 'csv') {
    throw usage('--samples is for tables of data.', 'Add --out with a file that ends in .csv.');
  }
  if (flags.figure === 'tokens' && flags.series) {
    throw usage('A series has no token counts of single samples.', 'Leave out --series, or draw --figure curve.');
  }
}

function picture(runs: readonly ReportedRun[], published: readonly FigureSeries[], flags: ReportFlags): string {
  const plans = runs.map(({ plan }) => plan);
  const { figure = 'curve', theme, width, title = plans.length === 0 ? undefined : runsTitle(plans) } = flags;
  const options = {
    title,
    subtitle: plans.length === 0 ? undefined : runsScope(plans),
    theme,
    width,
    height: width === undefined ? undefined : Math.round(Math.max(320, Math.min(width * 0.61, 720))),
  };
  if (figure === 'tokens') {
    const rows = histogramRows(runs);
    if (rows.length > 0) return drawHistograms(rows, options);
  } else {
    const series = [...seriesOfRuns(runs), ...published];
    if (series.length > 0) return drawCurve(series, options);
  }
  throw new MullError('E_OPTION_INVALID', 'There is nothing to draw: no sample of these runs was answered.', {
    hint: 'See what became of them: mull report, without --out.',
  });
}

async function readPublished(
  { file, name }: { readonly file: string; readonly name: string },
  beside: boolean,
  host: Host,
): Promise<FigureSeries> {
  const text = await readText(file, 'The series file', host);
  const series = parseSeries(parseJson(text, file, 'E_SERIES_INVALID'));
  return publishedSeries(findSeries(series, name, `--series ${file}#${name}`, 'E_OPTION_INVALID'), beside);
}

/** Every sample goes through once; none stays in memory. */
async function writeSamples(names: readonly string[], out: string, flags: ReportFlags, host: Host): Promise<void> {
  await writeReport(out, host, async (add) => {
    await add(sampleCsvHeading);
    for (const name of names) {
      let rows = '';
      await loadRun(name, flags.folder, host, async (record, { id, dataset }) => {
        const confidential = dataset.confidential === true && !flags['show-confidential'];
        rows += sampleCsv(id, record, { confidential });
        if (rows.length < 1 << 16) return;
        await add(rows);
        rows = '';
      });
      await add(rows);
    }
  });
}
