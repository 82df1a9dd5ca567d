import type { SettingSummary } from '../../eval/summary/run-summary.ts';
import { percentText } from './percent-text.ts';

/**
 * What has to be known before the figures of a run are believed: policies that never fired, answers that were cut off
 * or missing, errors. One sentence each, naming the settings it is true of.
 */
export function runNotes(settings: readonly SettingSummary[]): string[] {
  const topics = new Map<string, string[]>();
  for (const setting of settings) {
    for (const [topic, detail] of settingNotes(setting)) {
      const words = detail === '' ? setting.setting : `${setting.setting} (${detail})`;
      topics.set(topic, [...(topics.get(topic) ?? []), words]);
    }
  }
  return [...topics].map(([topic, words]) => `${topic}: ${words.join(', ')}`);
}

function settingNotes(setting: SettingSummary): [topic: string, detail: string][] {
  const { samples, statuses, asked, forced, errors, accuracy, ceiling, warnings, counting, endedBy } = setting;
  const answered = samples - statuses.error;
  const notes: [string, string][] = [];
  if (statuses.error > 0) {
    const codes = Object.entries(errors).map(([code, times]) => `${times} ${code}`);
    notes.push(['Samples that failed and are not counted', `${statuses.error} of ${samples}: ${codes.join(', ')}`]);
  }
  if (answered === 0) return notes;
  if (statuses['no-answer'] === answered) notes.push(['Every answer is empty', '']);
  else if (statuses['no-answer'] > 0) notes.push(['No answer', `${statuses['no-answer']} of ${answered}`]);
  if (statuses.truncated > 0 && accuracy && ceiling) {
    const range = `between ${percentText(accuracy.value)} and ${percentText(ceiling.value)}`;
    notes.push(['Truncated answers; with more room accuracy lies', `${statuses.truncated} of ${answered}: ${range}`]);
  }
  if (counting === 'estimated') notes.push(['Token counts are estimated', '']);
  // What was enforced is known from receipts alone; imported logs have none.
  const receipts = Object.keys(endedBy).length > 0;
  if (receipts && (asked.waits ?? 0) > 0 && forced.waits === 0) notes.push(['No Wait was ever forced', '']);
  if (receipts && (asked.max ?? 0) > 0 && forced.cuts === 0) notes.push(['The maximum was never reached', '']);
  for (const [code, times] of Object.entries(warnings)) notes.push([`Warning ${code}`, `${times} of ${answered}`]);
  return notes;
}
