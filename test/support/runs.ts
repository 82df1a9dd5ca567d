import { recordKey } from '../../src/core/record-key.ts';
import type { RunPlan } from '../../src/core/run-plan.ts';
import type { RunRecord } from '../../src/core/run-record.ts';

/** A record that a run could have made, with what a test cares about put in its place. */
export function aRecord(fields: Partial<RunRecord> = {}): RunRecord {
  const question = fields.question ?? { id: 'q1', text: 'What is 1 + 2?', gold: '3' };
  const { setting = 'natural end', sample = 0 } = fields;
  return {
    key: recordKey(setting, question.id, sample),
    question,
    setting,
    sample,
    seed: 7,
    session: 0,
    status: 'right',
    answer: '3',
    thinking: '1 and 2 make 3.',
    forced: [],
    finishReason: 'stop',
    tokens: { prompt: 9, cached: 0, thinking: 6, forced: 0, answer: 1 },
    seconds: 0.5,
    startedAt: '2026-01-02T03:04:05.000Z',
    attempts: 1,
    ...fields,
  };
}

/** A plan of one setting and two questions, with what a test cares about put in its place. */
export function aPlan(fields: Partial<RunPlan> = {}): RunPlan {
  return {
    format: 'mull run',
    version: 1,
    id: 'sums-1',
    createdAt: '2026-01-02T03:04:05.000Z',
    dataset: { name: 'sums', source: 'sums.jsonl', hash: 'a'.repeat(64), size: 2 },
    questions: [
      ['q1', '0123456789abcdef'],
      ['q2', 'fedcba9876543210'],
    ],
    settings: [{ name: 'natural end', budget: {}, method: 'think', questions: 2, samples: 1 }],
    seed: 0,
    sampling: { temperature: 0 },
    grading: {},
    engine: { id: 'scripted', model: 'scripted' },
    published: [],
    sessions: [],
    ...fields,
  };
}
