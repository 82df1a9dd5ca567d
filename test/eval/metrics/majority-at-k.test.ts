import fc from 'fast-check';
import { expect, test } from 'vitest';
import { majorityAtK, majorityVote, type VotingSample } from '../../../src/metrics.ts';

const answers = fc.constantFrom('1', '2', '3', '4', undefined);

function samplesOf(given: readonly (string | undefined)[]): VotingSample[] {
  return given.map((answer) => ({ answer, right: answer === '1' || answer === '2' }));
}

test('the most common answer wins, of equally common ones the first', () => {
  expect(majorityVote(['3', '7', '7'])).toBe('7');
  expect(majorityVote(['3', '7'])).toBe('3');
  expect(majorityVote(['3', '7', '7', '3'])).toBe('3');
});

test('an answer that could not be extracted casts no vote', () => {
  expect(majorityVote([undefined, undefined, '7'])).toBe('7');
  expect(majorityVote([undefined])).toBeUndefined();
});

test('maj@1 is the accuracy', () => {
  fc.assert(
    fc.property(fc.array(answers, { minLength: 1, maxLength: 64 }), (given) => {
      const samples = samplesOf(given);
      const right = samples.filter((sample) => sample.right).length;
      expect(majorityAtK(samples, 1).value).toBeCloseTo(right / samples.length, 12);
    }),
  );
});

test('it is the share of all ordered draws whose first-seen most common answer is right', () => {
  fc.assert(
    fc.property(fc.array(answers, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 6 }), (given, wanted) => {
      const k = Math.min(wanted, given.length);
      const votes = draws(given, k).map(majorityVote);
      const right = votes.filter((vote) => vote === '1' || vote === '2').length;
      expect(majorityAtK(samplesOf(given), k).value).toBeCloseTo(right / votes.length, 11);
    }),
  );
});

test('drawing votes agrees with counting them, within its standard error', () => {
  const samples = samplesOf([...'1111112222333333334444'].map((answer) => (answer === '4' ? undefined : answer)));
  for (const k of [2, 5, 16]) {
    const exact = majorityAtK(samples, k);
    const sampled = majorityAtK(samples, k, { method: 'sampled', seed: 7 });
    expect(exact).toMatchObject({ method: 'exact', standardError: 0 });
    expect(sampled).toMatchObject({ method: 'sampled', draws: 10_000 });
    expect(Math.abs(sampled.value - exact.value)).toBeLessThan(4 * sampled.standardError);
  }
});

test('64 samples are counted exactly, however many different answers they gave', () => {
  const samples = Array.from({ length: 64 }, (_, i) => ({ answer: String(i % 40), right: i % 40 === 0 }));
  expect(majorityAtK(samples, 32).method).toBe('exact');
});

test('thousands of samples are counted exactly while k is small, and drawn when it is not', () => {
  const samples = Array.from({ length: 2000 }, (_, i) => ({ answer: String(i % 50), right: i % 50 < 5 }));
  const few = majorityAtK(samples, 8);
  expect(few.method).toBe('exact');
  expect(few.value).toBeGreaterThan(0.09);
  expect(few.value).toBeLessThan(0.11);
  const many = majorityAtK(samples, 1000, { draws: 200 });
  expect(many.method).toBe('sampled');
  expect(many.standardError).toBeGreaterThan(0);
});

test('the same seed draws the same votes', () => {
  const samples = samplesOf([...'1122333334']);
  const draw = (seed: number) => majorityAtK(samples, 4, { method: 'sampled', draws: 500, seed }).value;
  expect(draw(3)).toBe(draw(3));
  expect(new Set([1, 2, 3, 4, 5].map(draw)).size).toBeGreaterThan(1);
});

test('an answer judged both right and wrong is refused', () => {
  const samples = [
    { answer: '7', right: true },
    { answer: '7', right: false },
  ];
  expect(() => majorityAtK(samples, 1)).toThrow('the verdict on the answer "7" must be the same each time');
  expect(() => majorityAtK([{ answer: undefined, right: true }], 1)).toThrow(
    'a sample without an answer must be wrong, got "right".',
  );
});

/** Every way to draw k in order. */
function draws<Item>(items: readonly Item[], k: number): Item[][] {
  if (k === 0) return [[]];
  return items.flatMap((item, i) =>
    draws([...items.slice(0, i), ...items.slice(i + 1)], k - 1).map((rest) => [item, ...rest]),
  );
}
