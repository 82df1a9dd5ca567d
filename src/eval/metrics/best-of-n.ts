import { checkCount, checkOption } from './check-option.ts';

export interface ScoredSample {
  /** What the verifier, reward model or log-probability says. Higher is chosen. */
  readonly score: number;
  /** What the answer is worth: 1 right, 0 wrong, or any number. */
  readonly worth: number;
}

/**
 * Best-of-n of one question: the expected worth of the sample with the highest score among n drawn without
 * replacement from those there are. In the unit of `worth`.
 *
 * Exact, without drawing: of N samples sorted by score, the one at place i (from 0) is the best of the n drawn with
 * probability C(N-1-i, n-1) / C(N, n). Samples of equal score are equally likely to be taken, so the score has to
 * earn its gain: a scorer that says the same of every sample gets the plain accuracy.
 */
export function bestOfN(samples: readonly ScoredSample[], n: number): number {
  checkCount('n', n, 1, Math.max(1, samples.length));
  checkCount('the number of samples', samples.length, 1);
  for (const { score } of samples) checkOption(!Number.isNaN(score), 'score', 'a number', score);
  const sorted = [...samples].sort((a, b) => (a.score === b.score ? 0 : b.score > a.score ? 1 : -1));
  const total = sorted.length;
  let expected = 0;
  let probability = n / total;
  for (let start = 0; start < total; ) {
    let end = start;
    let worth = 0;
    let chance = 0;
    while (end < total && sorted[end]?.score === sorted[start]?.score) {
      worth += sorted[end]?.worth ?? 0;
      chance += probability;
      // From place i to place i + 1; the last place that can win has n - 1 samples behind it.
      probability *= total - 1 - end === 0 ? 0 : (total - end - n) / (total - 1 - end);
      end += 1;
    }
    expected += (worth / (end - start)) * chance;
    start = end;
  }
  return expected;
}
