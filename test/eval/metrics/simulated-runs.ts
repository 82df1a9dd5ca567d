import { type RandomStream, randomStream } from '../../../src/eval/metrics/random-stream.ts';
import type { Point } from '../../../src/metrics.ts';

const doublingTokens: readonly number[] = [500, 1000, 2000, 4000, 8000, 16000];

/** Series of independent runs with the given true accuracies, as counts. */
export function* countSeries(shares: readonly number[], n: number, series: number, seed = 1): Generator<Point[]> {
  const random = randomStream(seed);
  for (let i = 0; i < series; i += 1) {
    yield shares.map((share, run) => ({ tokens: doublingTokens[run] ?? 0, correct: heads(random, share, n), n }));
  }
}

/**
 * Series of runs over the same questions: questions differ in difficulty, and a run often repeats the verdict of the
 * run before it, as with budget forcing, where a longer run begins like the shorter one.
 *
 * @param shares - true accuracy of each run
 * @param sticky - how often a verdict follows that of the run before
 */
export function* pairedSeries(
  shares: readonly number[],
  options: { questions: number; series: number; sticky: number; seed?: number },
): Generator<Point[]> {
  const random = randomStream(options.seed ?? 1);
  for (let i = 0; i < options.series; i += 1) {
    const runs: boolean[][] = shares.map(() => []);
    for (let question = 0; question < options.questions; question += 1) {
      let difficulty = random.uniform();
      for (const [run, share] of shares.entries()) {
        if (run > 0 && random.uniform() >= options.sticky) difficulty = random.uniform();
        runs[run]?.push(difficulty < share);
      }
    }
    yield runs.map((outcomes, run) => ({
      tokens: doublingTokens[run] ?? 0,
      correct: outcomes.filter(Boolean).length,
      n: outcomes.length,
      outcomes,
    }));
  }
}

/** The share of series for which something is said. */
export function rateOf(series: Iterable<Point[]>, says: (points: Point[]) => boolean): number {
  let said = 0;
  let all = 0;
  for (const points of series) {
    all += 1;
    if (says(points)) said += 1;
  }
  return said / all;
}

/** Three standard errors above a rate of 5 %: more often than once in 700 runs of a right test it stays below. */
export function tolerated(series: number): number {
  return 0.05 + 3 * Math.sqrt((0.05 * 0.95) / series);
}

function heads(random: RandomStream, share: number, n: number): number {
  let count = 0;
  for (let i = 0; i < n; i += 1) if (random.uniform() < share) count += 1;
  return count;
}
