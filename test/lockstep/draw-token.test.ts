import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Draw } from '../../src/lockstep/decoder.ts';
import { drawSeed } from '../../src/lockstep/draw-seed.ts';
import { drawToken } from '../../src/lockstep/draw-token.ts';

const draw: Draw = { sampling: { temperature: 0 }, seed: 0, ban: [] };
const logits = (...values: number[]): Float32Array => Float32Array.from(values);

/** Shares of 20,000 draws. */
function shares(values: Float32Array, sampling: Draw['sampling'], ban: readonly number[] = []): number[] {
  const counts = Array.from({ length: values.length }, () => 0);
  for (let n = 0; n < 20_000; n += 1) counts[drawToken(values, { sampling, ban, seed: drawSeed(5, n) }).token]! += 1;
  return counts.map((count) => count / 20_000);
}

function softmax(values: Float32Array, temperature = 1): number[] {
  const weights = [...values].map((value) => Math.exp(value / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

test('at temperature 0 the most probable token is drawn, ties go to the lowest id', () => {
  expect(drawToken(logits(1, 3, 3, 2), draw).token).toBe(1);
});

test('a banned token is never drawn, and its log-probability is still the model’s own', () => {
  const { token, logprob, top } = drawToken(logits(1, 3, 2), { ...draw, ban: [1], logprobs: 3 });
  expect(token).toBe(2);
  const expected = softmax(logits(1, 3, 2)).map(Math.log);
  expect(logprob).toBeCloseTo(expected[2]!, 6);
  expect(top?.map((entry) => entry.token)).toEqual([1, 2, 0]);
  expect(top?.[0]?.logprob).toBeCloseTo(expected[1]!, 6);
});

test('no log-probability is computed where none is wanted', () => {
  expect(drawToken(logits(1, 2), draw)).toEqual({ token: 1, logprob: Number.NaN });
  expect(drawToken(logits(1, 2), { ...draw, logprobs: 0 }).top).toBeUndefined();
});

test('draws follow the probabilities at the temperature', () => {
  const values = logits(0, 1, 2, -1);
  for (const temperature of [0.5, 1, 2]) {
    const expected = softmax(values, temperature);
    shares(values, { temperature }).forEach((share, id) => {
      expect(Math.abs(share - expected[id]!)).toBeLessThan(0.015);
    });
  }
});

test('top-k keeps the k most probable, ties to the lower id', () => {
  const kept = shares(logits(1, 2, 1, 0, 1), { temperature: 1, topK: 3 }).map((share) => share > 0);
  expect(kept).toEqual([true, true, true, false, false]);
});

test('top-p keeps the fewest tokens that reach the mass, of what top-k left', () => {
  const values = Float32Array.from([0.5, 0.3, 0.15, 0.05].map(Math.log));
  expect(shares(values, { temperature: 1, topP: 0.75 }).map((share) => share > 0)).toEqual([true, true, false, false]);
  // Of the two that top-k leaves, the first has 0.625 of the mass.
  const both = shares(values, { temperature: 1, topK: 2, topP: 0.6 });
  expect(both.map((share) => share > 0)).toEqual([true, false, false, false]);
});

test('min-p drops what is less probable than its share of the best', () => {
  const values = Float32Array.from([0.5, 0.3, 0.15, 0.05].map(Math.log));
  expect(shares(values, { temperature: 1, minP: 0.2 }).map((share) => share > 0)).toEqual([true, true, true, false]);
});

test('when every token is banned or not a number, the draw fails in words', () => {
  const attempt = () => drawToken(logits(1, Number.NaN), { ...draw, ban: [0] });
  expect(attempt).toThrow('No token could be drawn: every logit is banned or not a number.');
});

const sampling = fc.record({
  temperature: fc.constantFrom(0.3, 1, 1.7),
  topK: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  topP: fc.option(fc.double({ min: 0.01, max: 0.999, noNaN: true }), { nil: undefined }),
  minP: fc.option(fc.double({ min: 0, max: 0.5, noNaN: true }), { nil: undefined }),
});
const values = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 40 });

test('property: what is drawn is what a sort of the whole vocabulary would draw', () => {
  fc.assert(
    fc.property(values, sampling, fc.nat(), fc.nat(39), (integers, options, seed, banned) => {
      const scaled = Float32Array.from(integers.map((value) => value / 4));
      const ban = banned < scaled.length && scaled.length > 1 ? [banned] : [];
      const expected = sorted(scaled, options, seed >>> 0, ban);
      expect(drawToken(scaled, { sampling: options, seed: seed >>> 0, ban }).token).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test('property: a filter that removes nothing changes nothing', () => {
  fc.assert(
    fc.property(values, fc.nat(), (integers, seed) => {
      const scaled = Float32Array.from(integers.map((value) => value / 4));
      const plain = drawToken(scaled, { sampling: { temperature: 1 }, seed, ban: [] });
      const filters = { temperature: 1, topK: scaled.length, topP: 1, minP: 0 };
      expect(drawToken(scaled, { sampling: filters, seed, ban: [] })).toEqual(plain);
    }),
  );
});

/** The same by the book: sort, cut, renormalise, walk in the order of ids. */
function sorted(scaled: Float32Array, options: Draw['sampling'], seed: number, ban: readonly number[]): number {
  const best = Math.max(...[...scaled].filter((_, id) => !ban.includes(id)));
  const inverse = 1 / options.temperature;
  let list = [...scaled]
    .map((value, id) => ({ id, value, weight: Math.exp((value - best) * inverse) }))
    .filter(({ id }) => !ban.includes(id))
    .sort((a, b) => b.value - a.value || a.id - b.id);
  if (options.topK !== undefined) list = list.slice(0, options.topK);
  if (options.topP !== undefined && options.topP < 1) {
    const byId = list
      .slice()
      .sort((a, b) => (options.topK === undefined || options.topK >= scaled.length ? a.id - b.id : 0));
    const mass = options.topP * byId.reduce((sum, { weight }) => sum + weight, 0);
    let sum = 0;
    const count = list.findIndex(({ weight }) => {
      sum += weight;
      return sum >= mass;
    });
    if (count !== -1) list = list.slice(0, count + 1);
  }
  if (options.minP !== undefined) list = list.filter(({ weight }) => weight >= options.minP!);
  list.sort((a, b) => a.id - b.id);
  let left = (seed / 2 ** 32) * list.reduce((sum, { weight }) => sum + weight, 0);
  for (const { id, weight } of list) {
    left -= weight;
    if (left < 0) return id;
  }
  return [...scaled].findIndex((value, id) => value === best && !ban.includes(id));
}

test('a vocabulary of 152,000 is drawn from in milliseconds', () => {
  const large = Float32Array.from({ length: 152_000 }, (_, id) => Math.sin(id) * 10);
  for (const options of [
    { temperature: 0 },
    { temperature: 1 },
    { temperature: 1, topK: 50, topP: 0.9 },
    { temperature: 0.7, topP: 0.95 },
  ]) {
    drawToken(large, { sampling: options, seed: 1, ban: [3], logprobs: 5 });
    const start = performance.now();
    for (let n = 0; n < 5; n += 1) drawToken(large, { sampling: options, seed: n * 1e8, ban: [3], logprobs: 5 });
    expect((performance.now() - start) / 5).toBeLessThan(150);
  }
});
