import { MullError } from '../../core/mull-error.ts';
import { type ComparedRun, compareRuns } from '../../eval/compare/compare-runs.ts';
import { questionOutcomes } from '../../eval/compare/question-outcomes.ts';
import { writeState } from '../../report/page/browser/page-state.ts';
import { printableText } from '../../report/printable-text.ts';
import { comparisonCsv } from '../../report/run/comparison-csv.ts';
import { comparisonLines } from '../../report/run/comparison-lines.ts';
import { comparisonMarkdown } from '../../report/run/comparison-markdown.ts';
import type { CompareFlags } from '../commands/compare.ts';
import type { Host } from '../host.ts';
import { jsonLine } from '../json-line.ts';
import { loadRun } from '../report/load-run.ts';
import { reportForm } from '../report/report-form.ts';
import { writeHtml } from '../report/write-html.ts';
import { writeReport } from '../report/write-report.ts';
import { terminalStyle } from '../terminal-style.ts';

/** `mull compare A B`: two runs, or settings, question by question. */
export async function compareCommand(
  first: string,
  second: string,
  flags: CompareFlags,
  json: boolean,
  host: Host,
): Promise<void> {
  const { out } = flags;
  const form = out === undefined ? undefined : reportForm(out);
  if (form === 'svg' || form === 'png') {
    throw new MullError('E_OPTION_INVALID', `A comparison has no picture, got --out ${JSON.stringify(out)}.`, {
      hint: 'Draw the curves of both: mull report, with --out curve.svg',
    });
  }
  const sides = [await load(first, flags, host), await load(second, flags, host)] as const;
  const comparisons = compareRuns(...sides);
  if (out === undefined || form === undefined) {
    const style = terminalStyle(host, host.output);
    await host.output.write(json ? jsonLine({ comparisons }) : `${comparisonLines(comparisons, style).join('\n')}\n`);
    return;
  }
  if (form === 'html') await writeSides(comparisons, out, flags, host);
  else {
    const text = {
      csv: () => comparisonCsv(comparisons, sides[0].outcomes, sides[1].outcomes),
      md: () => comparisonMarkdown(comparisons),
      json: () => `${JSON.stringify({ comparisons }, undefined, 1)}\n`,
    }[form]();
    await writeReport(out, host, (add) => add(text));
  }
  await host.output.write(json ? jsonLine({ written: out }) : `Written: ${printableText(out)}\n`);

  /** The page of both runs, opened where they differ. */
  async function writeSides(
    [comparison]: typeof comparisons,
    file: string,
    asked: CompareFlags,
    at: Host,
  ): Promise<void> {
    const same = sides[0].plan.id === sides[1].plan.id;
    const names = [first, second].map(runName);
    const several = comparisons.length > 1;
    const start = writeState({
      shown: { run: 0, ...(several || !comparison ? {} : { setting: comparison.first.setting }) },
      beside: { run: same ? 0 : 1, ...(several || !comparison ? {} : { setting: comparison.second.setting }) },
      filters: ['flipped'],
      text: '',
      sort: 'order',
      descending: false,
    });
    await writeHtml(same ? names.slice(0, 1) : names, file, { ...asked, start }, at);
  }
}

/** A run is named by itself or with one of its settings, `my-run#max=500`. */
async function load(name: string, { folder }: CompareFlags, host: Host): Promise<ComparedRun> {
  const tally = questionOutcomes();
  const { plan } = await loadRun(runName(name), folder, host, (record) => tally.add(record));
  const [, setting] = /#(.+)$/.exec(name) ?? [];
  return { plan, outcomes: tally.outcomes, ...(setting === undefined ? {} : { setting }) };
}

function runName(name: string): string {
  return name.replace(/#.*$/, '');
}
