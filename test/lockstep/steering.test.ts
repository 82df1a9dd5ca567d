import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Sampling } from '../../src/engine/sampling.ts';
import type { Sequence } from '../../src/engine/sequence.ts';
import { drawToken } from '../../src/lockstep/draw-token.ts';
import { tokenBias } from '../../src/lockstep/token-bias.ts';

test('a penalty takes from a logit once for each time a token was written, the other one once for all', () => {
  const bias = (sampling: Partial<Sampling>, ...written: number[]): object =>
    Object.fromEntries(tokenBias({ temperature: 0, ...sampling })(() => written) ?? []);
  expect(bias({ frequencyPenalty: 0.5 }, 3, 4, 3, 3)).toEqual({ 3: -1.5, 4: -0.5 });
  expect(bias({ presencePenalty: 0.5 }, 3, 4, 3, 3)).toEqual({ 3: -0.5, 4: -0.5 });
  expect(bias({ presencePenalty: -1, frequencyPenalty: 0.25, logitBias: { 3: 2, 9: -4 } }, 3, 3)).toEqual({
    3: 2.5,
    9: -4,
  });
  expect(tokenBias({ temperature: 0 })(() => [3])).toBeUndefined();
});

test('a bias draws as if the logits were others, and the log-probabilities stay those of the model', () => {
  const values = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 4, maxLength: 4 });
  const filters = fc.record({
    temperature: fc.constantFrom(0, 0.5, 1, 2),
    topK: fc.constantFrom(0, 2),
    topP: fc.constantFrom(0.5, 1),
    minP: fc.constantFrom(0, 0.3),
  });
  const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(values, values, filters, seeds, (model, added, sampling, seed) => {
      const logits = Float32Array.from(model);
      const draw = { sampling, seed, ban: [], logprobs: 4 };
      const { token, logprob, top } = drawToken(logits, { ...draw, bias: new Map(added.entries()) });
      const sums = Float32Array.from(logits, (logit, id) => logit + added[id]!);
      expect(token).toBe(drawToken(sums, draw).token);
      expect(logprob).toBe(top!.find((entry) => entry.token === token)!.logprob);
      expect(top).toEqual(drawToken(logits, draw).top);
    }),
  );
});

/** What pebble says, greedily. */
async function say(sequence: Sequence, sampling: Partial<Sampling>, maxTokens = 16): Promise<readonly number[]> {
  const tokens: number[] = [];
  const generation = sequence.generate({
    channel: 'answer',
    maxTokens,
    stop: [],
    sampling: { temperature: 0, ...sampling },
  });
  for await (const chunk of generation) tokens.push(...(chunk.tokens ?? []));
  return tokens;
}

async function open(engine: Engine, forks = 0): Promise<Sequence> {
  return engine.open({ parts: [{ text: 'Last digit: 7 a1+2 a2*3?', control: false }] }, { seed: 1, forks });
}

test('penalties end a repetition, and count what was written in earlier continuations and before a fork', async () => {
  const engine = await openEngine('pebble');
  const sequence = await open(engine, 1);
  // The bias makes one token win until it was written, and the penalties are what ends that.
  const sampling = { logitBias: { 40: 60 }, frequencyPenalty: 2, presencePenalty: 2 };
  const many = await say(sequence, { logitBias: { 40: 60 } }, 4);
  expect(many).toEqual([40, 40, 40, 40]);
  const plain = await say(await open(engine), sampling, 48);
  const first = plain.findIndex((token) => token !== 40);
  expect(first).toBeGreaterThan(4);
  // Written in parts or on a fork, it is the same text: all of it is counted.
  const [fork] = await sequence.fork([1]);
  const rest = await say(fork!, sampling, 44);
  expect([...many, ...rest]).toEqual(plain);
  await engine.close();
});
