import type { Draw } from '../../lockstep/decoder.ts';
import { configureSampler } from './configure-sampler.ts';
import type { NativeContext, NativeSampler } from './native.ts';
import { nativeBias } from './native-bias.ts';

/** Candidates fetched at first; eight times as many whenever they do not hold enough of the mass. */
const fetchedFirst = 128;

interface Candidate {
  readonly token: number;
  /** Relative to the most probable token, at the temperature of the draw. */
  readonly weight: number;
}

/** Top-k, top-p and min-p on the probabilities at the draw's temperature, and the draw, all from the best candidates. */
export async function drawFromNucleus(
  context: NativeContext,
  sampler: NativeSampler,
  index: number,
  draw: Draw,
): Promise<number> {
  const { topK = 0, topP = 1, minP = 0 } = draw.sampling;
  const mass = topK > 0 ? undefined : await massOfAll(context, sampler, index, draw);
  for (let count = topK > 0 ? topK : fetchedFirst; ; count *= 8) {
    const candidates = await mostProbable(context, sampler, index, draw, count);
    const wanted = topP * (mass ?? sum(candidates));
    const nucleus = shortest(candidates, wanted);
    if (nucleus !== undefined || topK > 0 || candidates.length < count) {
      return pick(
        (nucleus ?? candidates).filter(({ weight }) => weight >= minP),
        draw.seed,
      );
    }
  }
}

async function mostProbable(
  context: NativeContext,
  sampler: NativeSampler,
  index: number,
  draw: Draw,
  count: number,
): Promise<Candidate[]> {
  configureSampler(sampler, { temperature: draw.sampling.temperature, seed: 0, topK: count, ...nativeBias(draw) });
  const [, , , pairs = []] = await context.sampleToken(index, sampler, false, false, true, false);
  const candidates: { token: number; logit: number }[] = [];
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < pairs.length; i += 2) {
    const logit = pairs[i + 1]!;
    candidates.push({ token: pairs[i]!, logit });
    largest = Math.max(largest, logit);
  }
  return candidates
    .map(({ token, logit }) => ({ token, weight: Math.exp(logit - largest) }))
    .sort((a, b) => b.weight - a.weight || a.token - b.token);
}

/** The sum of all weights, of tokens outside the candidates too. */
async function massOfAll(context: NativeContext, sampler: NativeSampler, index: number, draw: Draw): Promise<number> {
  configureSampler(sampler, { temperature: draw.sampling.temperature, seed: 0, ...nativeBias(draw) });
  const [, , , , mass = Number.NaN] = await context.sampleToken(
    index,
    sampler,
    false,
    false,
    [[], false, false, true, 0],
    true,
  );
  return mass;
}

/** The fewest of the best that together have the wanted weight; undefined where all together do not. */
function shortest(candidates: readonly Candidate[], wanted: number): readonly Candidate[] | undefined {
  let reached = 0;
  for (let i = 0; i < candidates.length; i += 1) {
    reached += candidates[i]!.weight;
    if (reached >= wanted) return candidates.slice(0, i + 1);
  }
  return undefined;
}

/** In the order of the ids, so that a filter which removes nothing changes nothing. */
function pick(candidates: readonly Candidate[], seed: number): number {
  const ordered = [...candidates].sort((a, b) => a.token - b.token);
  let left = (seed / 0x1_0000_0000) * sum(ordered);
  for (const { token, weight } of ordered) {
    left -= weight;
    if (left < 0) return token;
  }
  return candidates[0]!.token;
}

function sum(candidates: readonly Candidate[]): number {
  return candidates.reduce((total, { weight }) => total + weight, 0);
}
