import { expect, test } from 'vitest';
import { forward, logitsOf } from '../../../src/adapter/pocket/forward.ts';
import { loadPocketModel } from '../../../src/adapter/pocket/pocket-model.ts';
import { readGguf } from '../../../src/adapter/pocket/read-gguf.ts';
import { reserve } from '../../../src/adapter/pocket/reserve.ts';
import { generator, type RandomModelOptions, randomModel, smallModel } from './random-model.ts';
import { referenceLogits } from './reference-logits.ts';

const shapes: Record<string, Partial<RandomModelOptions>> = {
  'shared keys, tied head, F32': {},
  'no shared keys, head of its own, F16': { keyHeads: 4, tied: false, type: 'F16' },
  'one head of keys for eight, odd sizes': { embedding: 48, heads: 8, keyHeads: 1, feedForward: 33, merges: 3 },
  'one head, one layer, no biases': { heads: 1, keyHeads: 1, layers: 1, biases: false },
  'another rope base, heads of 34 components': { embedding: 68, heads: 2, keyHeads: 1, ropeBase: 1_000_000 },
};

test.each(Object.entries(shapes))('computes what plain loops compute: %s', async (_name, options) => {
  const model = randomModel({ ...smallModel, ...options });
  const random = generator(7);
  const tokens = Array.from({ length: 45 }, () => Math.floor(random() * model.vocabulary.length));
  const expected = referenceLogits(model, tokens);
  const { kernels, shape, plan } = await loadPocketModel(await readGguf(model.bytes), { slots: 1 });
  reserve(kernels.memory, plan.end + plan.cache.slot);
  // A prompt of 40 at once, then token by token.
  const actual: number[][] = [];
  for (const [from, to] of [[0, 40], ...[40, 41, 42, 43, 44].map((at) => [at, at + 1])] as [number, number][]) {
    const places = tokens.slice(from, to).map((token, i) => ({ token, position: from + i, cache: plan.end }));
    forward(kernels, shape, plan, places);
    for (let row = 0; row < places.length; row += 1) {
      actual.push(Array.from(logitsOf(kernels, shape, plan, [row])[0]!));
    }
  }
  const errors = actual.flatMap((logits, i) => logits.map((logit, token) => Math.abs(logit - expected[i]![token]!)));
  expect(errors).toHaveLength(45 * model.vocabulary.length);
  expect(Math.max(...errors)).toBeLessThan(1e-4);
});
