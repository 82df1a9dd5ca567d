import type { RunRecord, SampleStatus } from '../../core/run-record.ts';
import { type ChangedStatus, regrade } from '../../eval/runner/regrade.ts';
import type { GradeOptions } from '../../grade/options.ts';
import { printableText } from '../../report/printable-text.ts';
import { runLines } from '../../report/run/run-lines.ts';
import { sampleLines } from '../../report/sample-lines.ts';
import { withRun } from '../../store/with-run.ts';
import type { GradeRequest } from '../commands/grade.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { jsonLine } from '../json-line.ts';
import { loadRun } from '../report/load-run.ts';
import { terminalStyle } from '../terminal-style.ts';

/** More changes than these are counted and not shown. */
const mostShown = 20;

/** `mull grade RUN`: new verdicts for what was answered, by the conventions asked for, or else those of the run. */
export async function regradeRun(folder: string, { options, json }: GradeRequest, host: Host): Promise<ExitCode> {
  const changes: ChangedStatus[] = [];
  const moves = new Map<string, number>();
  let graded = 0;
  const plan = await withRun(folder, async (writer) => {
    const grading: GradeOptions = { ...(writer.plan?.grading as GradeOptions), ...options };
    await writer.rewrite((record) => {
      const now = regrade(record, grading);
      graded += 1;
      if (now.status !== record.status) note(now, record.status);
      return now;
    });
    if (writer.plan) await writer.writePlan({ ...writer.plan, grading: { ...grading } });
    return writer.plan;
  });
  const changed = [...moves.values()].reduce((sum, count) => sum + count, 0);
  if (json) {
    await host.output.write(jsonLine({ run: plan?.id, folder, graded, changed, moves: Object.fromEntries(moves) }));
    return exitCodes.success;
  }
  const style = terminalStyle(host, host.output);
  const confidential = plan?.dataset.confidential ?? false;
  const shown = changes.flatMap(({ record, before }) => [
    ...sampleLines(record, style, { confidential }),
    style.paint('faint', `  was ${before}`),
  ]);
  const told = [...moves].map(([move, count]) => `${count} ${move}`).join(', ');
  await host.output.write(
    `${[
      ...shown,
      ...(changed > changes.length ? [style.paint('faint', `... and ${changed - changes.length} more`)] : []),
      style.paint(
        'heading',
        printableText(`${changed} of ${graded} samples changed${told === '' ? '' : `: ${told}`}.`),
      ),
      '',
      ...runLines([await loadRun(folder, folder, host)], style),
    ].join('\n')}\n`,
  );
  return exitCodes.success;

  function note(record: RunRecord, before: SampleStatus): void {
    const move = `${before} → ${record.status}`;
    moves.set(move, (moves.get(move) ?? 0) + 1);
    if (changes.length < mostShown) changes.push({ record, before });
  }
}
