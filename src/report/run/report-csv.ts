import type { RunRecord } from '../../core/run-record.ts';
import { csvLine } from './csv-line.ts';
import type { ReportedRun } from './reported-run.ts';

const settingColumns = [
  'run',
  'dataset',
  'engine',
  'setting',
  'questions',
  'samples',
  'right',
  'wrong',
  'truncated',
  'no_answer',
  'error',
  'accuracy',
  'interval_low',
  'interval_high',
  'accuracy_if_truncated_right',
  'thinking_tokens_mean',
  'thinking_tokens_median',
  'thinking_tokens_most',
  'forced_samples',
  'cuts',
  'waits',
  'answer_tokens_mean',
  'total_tokens_mean',
  'chains',
  'seconds',
  'cost',
] as const;

/** A row for each setting, a header above them. Shares are from 0 to 1. */
export function settingsCsv(runs: readonly ReportedRun[]): string {
  const rows = runs.flatMap(({ plan, summary }) =>
    summary.settings.map((each) => {
      const { statuses, accuracy, ceiling, thinking, forced } = each;
      return [
        plan.id,
        plan.dataset.name,
        plan.engine.id,
        each.setting,
        each.questions,
        each.samples,
        statuses.right,
        statuses.wrong,
        statuses.truncated,
        statuses['no-answer'],
        statuses.error,
        accuracy?.value,
        accuracy?.interval.low,
        accuracy?.interval.high,
        ceiling?.value,
        thinking.mean,
        thinking.median,
        thinking.most,
        forced.samples,
        forced.cuts,
        forced.waits,
        each.answer.mean,
        each.total.mean,
        each.chains,
        each.seconds,
        each.cost ?? undefined,
      ];
    }),
  );
  return [settingColumns, ...rows].map(csvLine).join('');
}

/** The heading of {@link sampleCsv}. */
export const sampleCsvHeading: string = csvLine([
  'run',
  'setting',
  'question',
  'sample',
  'level',
  'subject',
  'status',
  'gold',
  'extracted',
  'thinking_tokens',
  'answer_tokens',
  'forced_tokens',
  'probe_tokens',
  'chains',
  'cuts',
  'waits',
  'ended_by',
  'seconds',
  'cost',
  'error',
]);

/**
 * One sample as a row.
 *
 * @param confidential - leaves out the right answer and the one that was found
 */
export function sampleCsv(run: string, record: RunRecord, { confidential }: { confidential: boolean }): string {
  const { question, tokens, forced, receipt, extraction, error } = record;
  return csvLine([
    run,
    record.setting,
    question.id,
    record.sample,
    question.level,
    question.subject,
    record.status,
    confidential ? undefined : question.gold,
    confidential ? undefined : extraction?.text,
    tokens.thinking,
    tokens.answer,
    tokens.forced,
    tokens.probe ?? 0,
    record.branches?.length ?? 1,
    forced.filter(({ kind }) => kind === 'cut').length,
    forced.filter(({ kind }) => kind === 'wait').length,
    receipt?.endedBy,
    record.seconds,
    record.cost,
    error?.code,
  ]);
}
