import { resolve } from 'node:path';
import type { RunPlan } from '../../core/run-plan.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { startSummary } from '../../eval/summary/start-summary.ts';
import { printableText } from '../../report/printable-text.ts';
import type { ReportedRun } from '../../report/run/reported-run.ts';
import type { Damage } from '../../store/damage.ts';
import { findRun } from '../../store/find-run.ts';
import { readPlan } from '../../store/read-plan.ts';
import { readRecords } from '../../store/read-records.ts';
import type { Host } from '../host.ts';

/**
 * A run in figures, from its records, read once. Lines that cannot be read are told on standard error.
 *
 * @param folder - the folder of runs
 * @param take - sees every record as it goes by, with the plan of its run
 * @throws E_RUN_NOT_FOUND, E_RUN_INVALID
 */
export async function loadRun(
  name: string,
  folder: string,
  host: Host,
  take: (record: RunRecord, plan: RunPlan) => void | Promise<void> = () => {},
): Promise<ReportedRun> {
  const base = host.workingDirectory();
  const path = await findRun(name, resolve(base, folder), base);
  const plan = await readPlan(path);
  const builder = startSummary(plan.settings.map((setting) => setting.name));
  const damage: Damage[] = [];
  for await (const record of readRecords(path, { onDamage: (each) => damage.push(each) })) {
    builder.add(record);
    await take(record, plan);
  }
  for (const { file, line, reason } of damage) {
    const place = line === undefined ? '' : `line ${line} `;
    await host.errorOutput.write(`${printableText(`${file}: ${place}${reason}; it is left out.`)}\n`);
  }
  return { plan, summary: builder.summary() };
}
