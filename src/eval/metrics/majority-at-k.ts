import { countBallot, type VotingSample } from './ballot.ts';
import { checkCount } from './check-option.ts';
import { estimateMajority } from './estimate-majority.ts';
import { exactMajority, exactMajorityWork } from './exact-majority.ts';

export interface MajorityAtK {
  /** The probability that the vote is right, a fraction from 0 to 1. */
  readonly value: number;
  readonly method: 'exact' | 'sampled';
  /** Of the drawing alone; 0 when exact. */
  readonly standardError: number;
  /** How many votes were drawn; 0 when exact. */
  readonly draws: number;
}

/** About a second of one core. */
const mostWork = 2e8;

/**
 * maj@k of one question: the probability that the most common answer of k samples, drawn without replacement and in
 * random order from those there are, is right.
 *
 * Ties go to the answer seen first, as in the paper's evaluation. In random order each of t tied answers is first
 * equally often, so a tie counts 1/t: this averages the paper's rule over all orders and does not depend on the
 * order in which the samples were stored. A sample without an answer casts no vote; without any vote it is wrong.
 *
 * Exact by counting combinations of answer multiplicities where that takes at most 2 * 10^8 steps (64 samples with
 * 64 different answers take far less); else `draws` votes are drawn and the standard error says how good that is.
 *
 * @param options.draws - votes to draw where exact counting is too much. @default 10000
 */
export function majorityAtK(
  samples: readonly VotingSample[],
  k: number,
  options: { method?: 'auto' | 'exact' | 'sampled'; draws?: number; seed?: number } = {},
): MajorityAtK {
  const { method = 'auto', draws = 10_000, seed = 0 } = options;
  checkCount('the number of samples', samples.length, 1);
  checkCount('k', k, 1, samples.length);
  checkCount('draws', draws, 1);
  const ballot = countBallot(samples);
  const exact = method === 'exact' || (method === 'auto' && exactMajorityWork(ballot, k) <= mostWork);
  if (exact) return { value: exactMajority(ballot, k), method: 'exact', standardError: 0, draws: 0 };
  const value = estimateMajority(samples, k, { draws, seed });
  const standardError = Math.sqrt((value * (1 - value)) / draws);
  return { value, method: 'sampled', standardError, draws };
}
