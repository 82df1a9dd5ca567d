import { checkOption } from './check-option.ts';

export interface VotingSample {
  /** What the sample votes for; equal answers must be equal texts. Undefined: nothing was extracted, no vote. */
  readonly answer: string | undefined;
  /** Whether that answer is right. */
  readonly right: boolean;
}

/** How often each answer was given. */
export interface Ballot {
  readonly right: readonly number[];
  readonly wrong: readonly number[];
  /** Samples without an answer. */
  readonly silent: number;
}

/** Counts the votes; the same answer judged both right and wrong is an error of the caller. */
export function countBallot(samples: readonly VotingSample[]): Ballot {
  const answers = new Map<string, { count: number; right: boolean }>();
  let silent = 0;
  for (const { answer, right } of samples) {
    if (answer === undefined) {
      silent += 1;
      checkOption(!right, 'a sample without an answer', 'wrong', 'right');
      continue;
    }
    const seen = answers.get(answer);
    checkOption(
      seen === undefined || seen.right === right,
      `the verdict on the answer ${JSON.stringify(answer)}`,
      'the same each time',
      'right and wrong',
    );
    answers.set(answer, { count: (seen?.count ?? 0) + 1, right });
  }
  const counts = [...answers.values()];
  return {
    right: counts.filter((each) => each.right).map((each) => each.count),
    wrong: counts.filter((each) => !each.right).map((each) => each.count),
    silent,
  };
}
