import type { VotingSample } from './ballot.ts';
import { majorityVote } from './majority-vote.ts';
import { randomStream } from './random-stream.ts';

/** The share of `draws` votes of k samples, drawn without replacement in random order, that are right. */
export function estimateMajority(
  samples: readonly VotingSample[],
  k: number,
  options: { draws: number; seed: number },
): number {
  const random = randomStream(options.seed);
  const rightAnswers = new Set(samples.filter((sample) => sample.right).map((sample) => sample.answer));
  const order = samples.map((sample) => sample.answer);
  let right = 0;
  for (let draw = 0; draw < options.draws; draw += 1) {
    // The first k places of a Fisher-Yates shuffle; starting from the last draw's order is as good as from any other.
    for (let i = 0; i < k; i += 1) {
      const j = i + random.below(order.length - i);
      [order[i], order[j]] = [order[j], order[i]];
    }
    const winner = majorityVote(order.slice(0, k));
    if (winner !== undefined && rightAnswers.has(winner)) right += 1;
  }
  return right / options.draws;
}
