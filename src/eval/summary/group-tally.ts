import type { SampleStatus } from '../../core/run-record.ts';
import type { GroupSummary } from './run-summary.ts';
import { type StatusTally, statusTally } from './status-tally.ts';

/** Counts samples by a property of their question. */
export interface GroupTally {
  add(name: string | undefined, status: SampleStatus, thinkingTokens: number, question: number): void;
  /** By name, numbers in names by their value: level 2 before level 10. */
  summaries(questions: number): GroupSummary[];
}

export function groupTally(): GroupTally {
  const groups = new Map<string, { readonly statuses: StatusTally; tokens: number }>();
  return {
    add(name, status, thinkingTokens, question) {
      if (name === undefined) return;
      let group = groups.get(name);
      if (group === undefined) {
        group = { statuses: statusTally(), tokens: 0 };
        groups.set(name, group);
      }
      group.statuses.add(status, question);
      if (status !== 'error') group.tokens += thinkingTokens;
    },
    summaries: (questions) =>
      [...groups]
        .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
        .map(([name, { statuses, tokens }]) => {
          const { figures } = statuses.summary(questions);
          const answered = figures.samples - figures.statuses.error;
          return { name, ...figures, meanThinkingTokens: answered === 0 ? 0 : tokens / answered };
        }),
  };
}
