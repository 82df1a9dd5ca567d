import { checkCount, checkOption, checkShare } from './check-option.ts';
import type { Interval } from './interval.ts';
import { quantile } from './quantile.ts';
import { randomStream } from './random-stream.ts';

export interface PairedBootstrap {
  /** Mean of `first` minus mean of `second`, in the unit of the values. */
  readonly difference: number;
  readonly interval: Interval;
  readonly resamples: number;
  readonly seed: number;
}

/**
 * The difference of two runs over the same questions with its percentile bootstrap interval: questions are drawn with
 * replacement, both runs of a drawn question together (paper, Table 2: 95 % interval, 10,000 resamples).
 *
 * Pairing takes out how hard the questions are, which is most of the noise: two runs of 50 % that are right on the
 * same questions differ by 0 in every resample. For the same reason runs that never differ get an interval of no
 * width: with few questions use {@link mcnemar} beside it.
 *
 * @param first - one value per question: 1 right, 0 wrong, or a share of samples
 * @param second - the same questions in the same order
 */
export function pairedBootstrap(
  first: readonly number[],
  second: readonly number[],
  options: { resamples?: number; confidence?: number; seed?: number } = {},
): PairedBootstrap {
  const { resamples = 10_000, confidence = 0.95, seed = 0 } = options;
  const questions = first.length;
  checkCount('the number of questions', questions, 1);
  checkOption(second.length === questions, 'second', `a list of ${questions} values like first`, second.length);
  checkCount('resamples', resamples, 1);
  checkShare('confidence', confidence);
  const gains = Float64Array.from(first, (value, i) => value - (second[i] ?? 0));
  const random = randomStream(seed);
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample += 1) {
    let sum = 0;
    for (let i = 0; i < questions; i += 1) sum += gains[random.below(questions)] ?? 0;
    means[resample] = sum / questions;
  }
  means.sort();
  const tail = (1 - confidence) / 2;
  return {
    difference: gains.reduce((sum, gain) => sum + gain, 0) / questions,
    interval: { low: quantile(means, tail), high: quantile(means, 1 - tail), confidence },
    resamples,
    seed,
  };
}
