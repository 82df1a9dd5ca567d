import { checkCount, checkShare } from './check-option.ts';
import { normalUpperTail } from './normal-distribution.ts';

/**
 * One-sided p of "the later run gains at least `margin` over the earlier one", from counts alone: small means that the
 * gain is shown to be below the margin.
 *
 * Score test of Miettinen and Nurminen (1985): the variance is taken where the difference is exactly the margin, so a
 * run of 0 or of all right does not look certain. Compares independent runs; two runs over the same questions usually
 * differ less by chance, so it errs on the side of showing nothing.
 *
 * @param margin - a fraction: 0.05 is five percentage points
 */
export function gainBelowMargin(
  earlier: { correct: number; n: number },
  later: { correct: number; n: number },
  margin: number,
): number {
  checkShare('margin', margin);
  for (const run of [earlier, later]) checkCount('correct', run.correct, 0, run.n);
  const gain = later.correct / later.n - earlier.correct / earlier.n;
  const base = likeliestEarlier(earlier, later, margin);
  const risen = Math.min(1, base + margin);
  const total = earlier.n + later.n;
  const variance =
    ((risen * (1 - risen)) / later.n + (base * (1 - base)) / earlier.n) * (total / Math.max(1, total - 1));
  if (variance === 0) return gain >= margin ? 1 : 0;
  return normalUpperTail((margin - gain) / Math.sqrt(variance));
}

/**
 * The likeliest share of the earlier run if the later one is exactly `margin` above it. The logarithm of the
 * likelihood is concave in it, so its slope has one zero, found by halving.
 */
function likeliestEarlier(
  earlier: { correct: number; n: number },
  later: { correct: number; n: number },
  margin: number,
): number {
  const part = (count: number, share: number) => (count === 0 ? 0 : count / share);
  let low = 0;
  let high = 1 - margin;
  for (let step = 0; step < 200 && low < high; step += 1) {
    const share = (low + high) / 2;
    const risen = share + margin;
    const slope =
      part(earlier.correct, share) -
      part(earlier.n - earlier.correct, 1 - share) +
      part(later.correct, risen) -
      part(later.n - later.correct, 1 - risen);
    if (slope > 0) low = share;
    else high = share;
  }
  return (low + high) / 2;
}
