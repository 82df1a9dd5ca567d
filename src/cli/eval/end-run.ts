import { countPlanned } from '../../core/count-planned.ts';
import type { RunEnd } from '../../eval/runner/run-limits.ts';
import type { RunSummary } from '../../eval/summary/run-summary.ts';
import { junitXml } from '../../report/junit-xml.ts';
import { printableText } from '../../report/printable-text.ts';
import { percentText } from '../../report/run/percent-text.ts';
import type { ReportedRun } from '../../report/run/reported-run.ts';
import { runLines } from '../../report/run/run-lines.ts';
import { symbols, type TextStyle } from '../../report/text-style.ts';
import { wrapText } from '../../report/wrap-text.ts';
import { readRecords } from '../../store/read-records.ts';
import { commandName } from '../command-name.ts';
import { defaultRuns, type EvalFlags } from '../eval-options.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { jsonLine } from '../json-line.ts';
import { loadRun } from '../report/load-run.ts';
import { writeReport } from '../report/write-report.ts';
import { terminalStyle } from '../terminal-style.ts';

/** What `mull eval` was asked for, and how far it came. */
interface EndedRun {
  readonly folder: string;
  readonly end: RunEnd;
  readonly flags: EvalFlags;
  readonly json: boolean;
  readonly host: Host;
}

/** The end of `mull eval`: what came of it, whether it passes, and what to do next. */
export async function endRun(run: EndedRun): Promise<ExitCode> {
  const { folder, end, flags, json, host } = run;
  const reported = await loadRun(folder, folder, host);
  const { plan, summary } = reported;
  if (flags.junit !== undefined) await writeJunit(flags.junit, run, reported);
  const failed = failedChecks(summary, flags);
  const errors = summary.settings.reduce((sum, { statuses }) => sum + statuses.error, 0);
  const missing = countPlanned(plan) - summary.samples;
  const exitCode = exitCodeOf(end, errors, failed);
  if (json) {
    await host.output.write(jsonLine({ run: plan.id, folder, end, missing, errors, failed, exitCode, summary, plan }));
    return exitCode;
  }
  const style = terminalStyle(host, host.output);
  const name = commandName(host);
  const warn = (text: string): string[] =>
    wrapText(printableText(`${symbols(style).warning} ${text}`), style, { role: 'warning' });
  const again = 'the same command goes on from there';
  const where = flags.runs === undefined || flags.runs === defaultRuns ? plan.id : folder;
  await host.output.write(
    `${[
      ...runLines([reported], style),
      '',
      ...(missing > 0 ? warn(`${endWords[end]}; ${missing} samples are missing, ${again}.`) : []),
      ...(errors > 0
        ? warn(`${errors} samples failed. To make them again: the same command with --retry-errors.`)
        : []),
      ...failed.flatMap((check) => warn(check)),
      ...nextLines(name, where, style),
    ].join('\n')}\n`,
  );
  return exitCode;
}

const endWords: Readonly<Record<RunEnd, string>> = {
  complete: 'This command asked for less than the run holds',
  deadline: 'The deadline is over',
  cost: 'The run has cost what it may',
  errors: 'Too many samples failed',
  asked: 'Stopped as you asked',
};

function nextLines(name: string, run: string, style: TextStyle): string[] {
  return [
    style.paint('faint', `  ${name} runs show ${run} --status wrong`),
    style.paint('faint', `  ${name} report ${run} --out report.html`),
  ];
}

/** What the figures had to reach and did not, in words. */
function failedChecks({ settings }: RunSummary, flags: EvalFlags): string[] {
  const { 'fail-under': least, 'fail-on-truncation': most } = flags;
  return settings.flatMap(({ setting, accuracy, statuses, samples }) => {
    const answered = samples - statuses.error;
    const truncated = answered === 0 ? 0 : statuses.truncated / answered;
    return [
      ...(least !== undefined && (accuracy?.value ?? 0) < least
        ? [`${setting}: accuracy is ${percentText(accuracy?.value ?? 0)}, below ${percentText(least)} (--fail-under).`]
        : []),
      ...(most !== undefined && truncated > most
        ? [
            `${setting}: ${percentText(truncated)} of the answers were truncated, more than ${percentText(most)} (--fail-on-truncation).`,
          ]
        : []),
    ];
  });
}

function exitCodeOf(end: RunEnd, errors: number, failed: readonly string[]): ExitCode {
  if (end === 'asked') return exitCodes.interrupted;
  if (end !== 'complete' || errors > 0) return exitCodes.incomplete;
  return failed.length > 0 ? exitCodes.negative : exitCodes.success;
}

async function writeJunit(file: string, { folder, host }: EndedRun, { plan, summary }: ReportedRun): Promise<void> {
  const confidential = plan.dataset.confidential ?? false;
  await writeReport(file, host, async (add) => {
    for await (const text of junitXml(plan.id, summary, () => readRecords(folder), { confidential })) await add(text);
  });
}
