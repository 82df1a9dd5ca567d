import { resolve } from 'node:path';
import { MullError } from '../../core/mull-error.ts';
import { nearestName } from '../../core/nearest-name.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { sampleStatuses } from '../../core/sample-statuses.ts';
import { printableText } from '../../report/printable-text.ts';
import { recordText } from '../../report/record-text.ts';
import { runLines } from '../../report/run/run-lines.ts';
import { runsLines } from '../../report/runs-lines.ts';
import { sampleLines } from '../../report/sample-lines.ts';
import { wrapText } from '../../report/wrap-text.ts';
import { findRun } from '../../store/find-run.ts';
import { listRuns } from '../../store/list-runs.ts';
import { readPlan } from '../../store/read-plan.ts';
import { readRecords } from '../../store/read-records.ts';
import { commandName } from '../command-name.ts';
import type { ShowFlags } from '../commands/runs.ts';
import type { Host } from '../host.ts';
import { jsonLine } from '../json-line.ts';
import { loadRun } from '../report/load-run.ts';
import { terminalStyle } from '../terminal-style.ts';

/** `mull runs` */
export async function listRunsCommand(folder: string, json: boolean, host: Host): Promise<void> {
  const runs = await listRuns(resolve(host.workingDirectory(), folder));
  if (json) {
    for (const { plan, ...run } of runs) {
      const { dataset, engine, createdAt, settings } = plan ?? {};
      await host.output.write(
        jsonLine({ ...run, dataset, engine, createdAt, settings: settings?.map(({ name }) => name) }),
      );
    }
    return;
  }
  const style = terminalStyle(host, host.output);
  const name = commandName(host);
  const none = [
    ...wrapText(printableText(`There are no runs in ${folder}. To make one:`), style),
    style.paint('faint', `  ${name} eval pebble`),
  ];
  const next = ['', style.paint('faint', `  ${name} runs show ${runs.at(-1)?.name}`)];
  await host.output.write(`${(runs.length === 0 ? none : [...runsLines(runs, style), ...next]).join('\n')}\n`);
}

const statuses: readonly string[] = sampleStatuses;

/** `mull runs show RUN` */
export async function showRunCommand(run: string, flags: ShowFlags, host: Host): Promise<void> {
  checkStatus(flags.status);
  const base = host.workingDirectory();
  const root = resolve(base, flags.runs);
  const folder = await findRun(run, root, base);
  const isWanted = filter(flags);
  if (flags.json) {
    for await (const record of readRecords(folder)) if (isWanted(record)) await host.output.write(jsonLine(record));
    return;
  }
  const style = terminalStyle(host, host.output);
  if (flags.status === undefined && flags.question === undefined && flags.setting === undefined) {
    await host.output.write(`${runLines([await loadRun(run, root, host)], style).join('\n')}\n`);
    return;
  }
  const { dataset } = await readPlan(folder);
  const confidential = (dataset.confidential ?? false) && !flags['show-confidential'];
  let shown = 0;
  for await (const record of readRecords(folder)) {
    if (!isWanted(record)) continue;
    const full = flags.question !== undefined;
    const text = full
      ? `${shown > 0 ? '\n' : ''}${recordText(record, style, { confidential })}`
      : `${sampleLines(record, style, { confidential }).join('\n')}\n`;
    await host.output.write(text);
    shown += 1;
  }
  if (shown === 0) await host.output.write('No sample of the run is like that.\n');
  else if (flags.question === undefined) {
    const hint = `One in full: ${commandName(host)} runs show ${run} --question ID`;
    await host.output.write(`\n${style.paint('faint', printableText(hint))}\n`);
  }
}

function filter({ status, question, setting, sample }: ShowFlags): (record: RunRecord) => boolean {
  return (record) =>
    (status === undefined || record.status === status) &&
    (question === undefined || record.question.id === question) &&
    (setting === undefined || record.setting === setting) &&
    (sample === undefined || String(record.sample) === sample);
}

function checkStatus(status: string | undefined): void {
  if (status === undefined || statuses.includes(status)) return;
  const near = nearestName(status, statuses);
  throw new MullError('E_OPTION_INVALID', `--status must be one of ${statuses.join(', ')}, got "${status}".`, {
    hint: near === undefined ? 'For example: --status wrong' : `Did you mean "${near}"?`,
  });
}
