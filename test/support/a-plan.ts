import type { RunPlan } from '../../src/core/run-plan.ts';

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
