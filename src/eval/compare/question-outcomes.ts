import type { RunRecord } from '../../core/run-record.ts';

/** What came of one question in one setting, over its samples that were answered. */
export interface QuestionOutcome {
  readonly samples: number;
  readonly right: number;
  readonly truncated: number;
  /** Sum over the samples. */
  readonly thinkingTokens: number;
}

/** Outcomes by question id, for every setting of a run. */
export type RunOutcomes = ReadonlyMap<string, ReadonlyMap<string, QuestionOutcome>>;

/** Gathers what runs are compared by: one small entry per question and setting. Errors are no outcomes. */
export function questionOutcomes(): { add(record: RunRecord): void; readonly outcomes: RunOutcomes } {
  const outcomes = new Map<string, Map<string, QuestionOutcome>>();
  return {
    outcomes,
    add({ setting, question, status, tokens }) {
      if (status === 'error') return;
      let questions = outcomes.get(setting);
      if (questions === undefined) {
        questions = new Map();
        outcomes.set(setting, questions);
      }
      const before = questions.get(question.id);
      questions.set(question.id, {
        samples: (before?.samples ?? 0) + 1,
        right: (before?.right ?? 0) + (status === 'right' ? 1 : 0),
        truncated: (before?.truncated ?? 0) + (status === 'truncated' ? 1 : 0),
        thinkingTokens: (before?.thinkingTokens ?? 0) + tokens.thinking,
      });
    },
  };
}
