import type { QuestionCounts } from '../metrics/accuracy-over-questions.ts';

/** How often each question was answered and answered right, eight bytes for each. */
export interface QuestionTally {
  add(question: number, right: boolean): void;
  /** One entry for each of the first `questions` questions, those never answered with 0 samples. */
  counts(questions: number): QuestionCounts[];
}

export function questionTally(): QuestionTally {
  let samples = new Uint32Array(64);
  let right = new Uint32Array(64);
  return {
    add(question, isRight) {
      if (question >= samples.length) {
        samples = grown(samples, question);
        right = grown(right, question);
      }
      samples[question] = (samples[question] ?? 0) + 1;
      if (isRight) right[question] = (right[question] ?? 0) + 1;
    },
    counts: (questions) =>
      Array.from({ length: questions }, (_, i) => ({ samples: samples[i] ?? 0, right: right[i] ?? 0 })),
  };
}

function grown(array: Uint32Array<ArrayBuffer>, index: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(2 * array.length, index + 1));
  larger.set(array);
  return larger;
}
