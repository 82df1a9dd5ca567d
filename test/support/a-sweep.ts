import { join } from 'node:path';
import type { RunPlan, RunSetting } from '../../src/core/run-plan.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { startSummary } from '../../src/eval/summary/start-summary.ts';
import type { ReportedRun } from '../../src/report/run/reported-run.ts';
import { withRun } from '../../src/store/with-run.ts';
import { buildRecord, type RecordDraft } from '../../src/testing.ts';
import { aPlan } from './a-plan.ts';

const settings: readonly { readonly setting: RunSetting; readonly right: number; readonly tokens: number }[] = [
  { setting: setting('max=16', { max: 16 }), right: 4, tokens: 16 },
  { setting: setting('max=64', { max: 64 }), right: 11, tokens: 50 },
  { setting: setting('natural end', {}), right: 12, tokens: 60 },
  { setting: setting('waits=2', { waits: 2 }), right: 16, tokens: 100 },
];

function setting(name: string, budget: RunSetting['budget']): RunSetting {
  return { name, budget, method: 'think', questions: 20, samples: 1 };
}

/** The plan of a run of 20 questions under two maxima, none, and two Waits. */
export function sweepPlan(fields: Partial<RunPlan> = {}): RunPlan {
  return aPlan({
    questions: ids.map((id) => [id, '0'.repeat(16)]),
    settings: settings.map((each) => each.setting),
    ...fields,
  });
}

const ids = Array.from({ length: 20 }, (_, i) => `q${i + 1}`);

/**
 * Its records: 4, 11, 12 and 16 of 20 right, always the first questions.
 *
 * @param change - what a test wants otherwise in a record
 */
export function sweepRecords(change: (record: RunRecord) => RecordDraft = () => ({})): RunRecord[] {
  return settings.flatMap(({ setting: { name }, right, tokens }) =>
    ids.map((id, i) => {
      const draft: RecordDraft = {
        setting: name,
        question: { id, text: `What is ${i} plus ${i}?`, gold: String(2 * i), level: String((i % 3) + 1) },
        status: i < right ? 'right' : 'wrong',
        thinking: `I add ${i} and ${i}. Wait, I do it again. Wait, once more.`,
        tokens: { thinking: tokens },
      };
      const changed = change(buildRecord(draft));
      return buildRecord({ ...draft, ...changed, question: { ...draft.question, ...changed.question } });
    }),
  );
}

/** A run as reports take it. */
export function aRun(plan: RunPlan = sweepPlan(), records: readonly RunRecord[] = sweepRecords()): ReportedRun {
  const builder = startSummary(plan.settings.map(({ name }) => name));
  for (const record of records) builder.add(record);
  return { plan, summary: builder.summary() };
}

/** Writes a run to disk, into a folder of runs. */
export async function writeRun(root: string, plan: RunPlan, records: readonly RunRecord[]): Promise<void> {
  await withRun(join(root, plan.id), async (writer) => {
    await writer.writePlan(plan);
    for (const record of records) await writer.append(record);
  });
}
