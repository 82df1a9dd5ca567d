import type { Vote } from '../core/vote.ts';

/**
 * The probability that the leading answer is the one most samples would give if sampling went on for ever, judged by it
 * and the second alone: that of p > 1/2 under Beta(v1 + 1, v2 + 1) (Aggarwal et al. 2023, "Let's sample step by step",
 * arXiv 2305.11860). 1/2 while nobody has voted.
 */
export function leadProbability(votes: readonly Vote[]): number {
  const [first = 0, second = 0] = votes.map(({ count }) => count);
  return probabilityOfLead(first, second);
}

/** The fewest further samples, all for the leader, after which the lead is that probable. */
export function samplesToDecide(votes: readonly Vote[], probability: number): number {
  const [first = 0, second = 0] = votes.map(({ count }) => count);
  let more = 0;
  while (probabilityOfLead(first + more, second) < probability) more += 1;
  return more;
}

/** The binomial sum that the Beta distribution is for whole numbers: P(at most v1 heads in v1 + v2 + 1 tosses). */
function probabilityOfLead(first: number, second: number): number {
  const tosses = first + second + 1;
  let mass = 2 ** -tosses;
  let sum = 0;
  for (let heads = 0; heads <= first; heads += 1) {
    sum += mass;
    mass *= (tosses - heads) / (heads + 1);
  }
  return Math.min(1, sum);
}
