import { MullError } from '../core/mull-error.ts';
import type { Draw, RowResult } from './decoder.ts';
import { largestTokens } from './largest-tokens.ts';
import { logSumExp } from './log-sum-exp.ts';

/**
 * Draws one token from the model's logits.
 *
 * Bias and bans first, then temperature, top-k, top-p, min-p in this order, each on what the one before left. Candidates are
 * walked in the order of their ids, so that a filter which removes nothing changes nothing. Log-probabilities come
 * from the logits as they are: temperature 1, no filter, no bias, no ban; `NaN` where none are wanted.
 *
 * @throws E_ENGINE_FAULT when no token is left: all are banned or not a number
 */
export function drawToken(logits: Float32Array, draw: Draw): NonNullable<RowResult['drawn']> {
  const token = choose(draw.bias === undefined ? logits : biased(logits, draw.bias), draw);
  if (draw.logprobs === undefined) return { token, logprob: Number.NaN };
  const total = logSumExp(logits);
  const logprob = logits[token]! - total;
  if (draw.logprobs === 0) return { token, logprob };
  const top = largestTokens(logits, draw.logprobs).map((id) => ({ token: id, logprob: logits[id]! - total }));
  return { token, logprob, top };
}

// Reused as below.
let biasedLogits = new Float32Array(0);

function biased(logits: Float32Array, bias: ReadonlyMap<number, number>): Float32Array {
  if (biasedLogits.length !== logits.length) biasedLogits = new Float32Array(logits.length);
  biasedLogits.set(logits);
  for (const [token, value] of bias) if (token < logits.length) biasedLogits[token]! += value;
  return biasedLogits;
}

function choose(logits: Float32Array, draw: Draw): number {
  const best = mostProbable(logits, draw.ban);
  const { temperature, topK, topP, minP } = draw.sampling;
  const largest = logits[best]!;
  if (!(temperature > 0) || largest === Number.POSITIVE_INFINITY) return best;
  const uniform = draw.seed / 0x1_0000_0000;
  const limited = topK !== undefined && topK > 0 && topK < logits.length;
  if (!limited && !(topP !== undefined && topP < 1)) {
    return walkAll(logits, draw.ban, largest, temperature, minP ?? 0, uniform, best);
  }
  const inverse = 1 / temperature;
  const weightOf = (id: number): number => Math.exp((logits[id]! - largest) * inverse);
  let candidates = limited
    ? largestTokens(logits, topK, draw.ban)
    : nucleusCandidates(logits, draw.ban, largest, temperature, topP ?? 1);
  if (topP !== undefined && topP < 1) {
    // Without top-k the mass is that of the whole vocabulary, of which the candidates are only the upper part.
    const mass = limited
      ? candidates.reduce((sum, id) => sum + weightOf(id), 0)
      : totalWeight(logits, draw.ban, largest, temperature);
    candidates = nucleus(candidates, weightOf, topP * mass);
  }
  if (minP !== undefined && minP > 0) candidates = candidates.filter((id) => weightOf(id) >= minP);
  candidates.sort((a, b) => a - b);
  const weights = candidates.map(weightOf);
  let left = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < candidates.length; i += 1) {
    left -= weights[i]!;
    if (left < 0) return candidates[i]!;
  }
  return best;
}

/** The token with the largest logit that is not banned, ties to the lowest id. */
function mostProbable(logits: Float32Array, ban: readonly number[]): number {
  let best = -1;
  let largest = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id += 1) {
    if (logits[id]! > largest && !ban.includes(id)) {
      largest = logits[id]!;
      best = id;
    }
  }
  if (best === -1) {
    throw new MullError('E_ENGINE_FAULT', 'No token could be drawn: every logit is banned or not a number.', {
      hint: 'Ban fewer tokens, or check the model file.',
    });
  }
  return best;
}

// Reused between draws: a fresh array per token of a large vocabulary is a megabyte of garbage.
let scratch = new Float64Array(0);

function walkAll(
  logits: Float32Array,
  ban: readonly number[],
  largest: number,
  temperature: number,
  minP: number,
  uniform: number,
  best: number,
): number {
  const total = fillWeights(logits, ban, largest, temperature, minP);
  let left = uniform * total;
  for (let id = 0; id < logits.length; id += 1) {
    left -= scratch[id]!;
    if (left < 0) return id;
  }
  return best;
}

/** Fills `scratch` with the weight of each token, 0 for those below `minP`, banned or not a number; gives the sum. */
function fillWeights(
  logits: Float32Array,
  ban: readonly number[],
  largest: number,
  temperature: number,
  minP: number,
): number {
  if (scratch.length < logits.length) scratch = new Float64Array(logits.length);
  const inverse = 1 / temperature;
  let total = 0;
  for (let id = 0; id < logits.length; id += 1) {
    const weight = Math.exp((logits[id]! - largest) * inverse);
    scratch[id] = weight >= minP ? weight : 0;
    total += scratch[id]!;
  }
  if (ban.length === 0) return total;
  for (const id of ban) if (id < logits.length) scratch[id] = 0;
  // Summed again instead of subtracted: rounding must not depend on what is banned.
  total = 0;
  for (let id = 0; id < logits.length; id += 1) total += scratch[id]!;
  return total;
}

function totalWeight(logits: Float32Array, ban: readonly number[], largest: number, temperature: number): number {
  return fillWeights(logits, ban, largest, temperature, 0);
}

/**
 * The most probable tokens that together have at least `share` of the mass, best first, possibly more than needed.
 * Lowering a threshold until enough mass is above it spares sorting a whole vocabulary.
 */
function nucleusCandidates(
  logits: Float32Array,
  ban: readonly number[],
  largest: number,
  temperature: number,
  share: number,
): number[] {
  const wanted = share * fillWeights(logits, ban, largest, temperature, 0);
  for (let threshold = 1e-3; ; threshold = threshold > 1e-300 ? threshold * 1e-3 : 0) {
    const ids: number[] = [];
    let mass = 0;
    for (let id = 0; id < logits.length; id += 1) {
      const weight = scratch[id]!;
      if (weight > 0 && weight >= threshold) {
        ids.push(id);
        mass += weight;
      }
    }
    if (mass >= wanted || threshold === 0) return ids.sort((a, b) => logits[b]! - logits[a]! || a - b);
  }
}

/** The shortest beginning of `sorted` whose weights reach `mass`; never empty. */
function nucleus(sorted: readonly number[], weightOf: (id: number) => number, mass: number): number[] {
  let sum = 0;
  for (let i = 0; i < sorted.length; i += 1) {
    sum += weightOf(sorted[i]!);
    if (sum >= mass) return sorted.slice(0, i + 1);
  }
  return sorted.slice();
}
