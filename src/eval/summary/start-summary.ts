import type { RunRecord } from '../../core/run-record.ts';
import type { RunSummary } from './run-summary.ts';
import { type SettingTally, settingTally } from './setting-tally.ts';

/** A summary that grows with the records of a run. */
export interface SummaryBuilder {
  add(record: RunRecord): void;
  /** The figures so far; more records can be added afterwards. */
  summary(): RunSummary;
}

/**
 * Sums up records one at a time, keeping none of them: what stays in memory is one number pair per question and
 * setting, and histograms of bounded size.
 *
 * Each sample must be given once: where errors were tried again, only the last record of its key.
 *
 * @param order - names of settings, as the plan has them; others follow in the order in which they are first seen
 */
export function startSummary(order: readonly string[] = []): SummaryBuilder {
  const questions = new Map<string, number>();
  const settings = new Map<string, SettingTally>();
  let samples = 0;
  return {
    add(record) {
      const { id } = record.question;
      let index = questions.get(id);
      if (index === undefined) {
        index = questions.size;
        questions.set(id, index);
      }
      let setting = settings.get(record.setting);
      if (setting === undefined) {
        setting = settingTally(record.setting);
        settings.set(record.setting, setting);
      }
      setting.add(record, index);
      samples += 1;
    },
    summary: () => ({
      samples,
      questions: [...questions.keys()],
      settings: [...new Set([...order, ...settings.keys()])].flatMap(
        (name) => settings.get(name)?.summary(questions.size) ?? [],
      ),
    }),
  };
}
