import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDecoder } from '../../../src/adapter/pocket/create-decoder.ts';
import { loadPocketModel } from '../../../src/adapter/pocket/pocket-model.ts';
import { readGguf } from '../../../src/adapter/pocket/read-gguf.ts';
import type { Decoder, Row, RowResult, Scored } from '../../../src/lockstep/decoder.ts';
import { generator, randomModel, smallModel } from './random-model.ts';

const model = randomModel({ ...smallModel, context: 160 });
const vocabulary = model.vocabulary.length;
const slots = 5;
let decoder: Decoder;

beforeAll(async () => {
  decoder = createDecoder(await loadPocketModel(await readGguf(model.bytes), { slots }));
});

/** The log-probabilities of all tokens behind the last one: two results are the same only if every bit is. */
function all(row: Omit<Row, 'read' | 'draw'>): Row {
  return { ...row, read: [{ index: row.tokens.length - 1, top: vocabulary }] };
}

function step(...rows: Row[]): readonly RowResult[] {
  return decoder.step(rows) as readonly RowResult[];
}

function reading(result: RowResult | undefined): readonly Scored[] {
  const scored = result?.readings?.[0] ?? [];
  expect(scored).toHaveLength(vocabulary);
  return scored;
}

function tokens(seed: number, length: number): number[] {
  const random = generator(seed);
  return Array.from({ length }, () => Math.floor(random() * vocabulary));
}

/** What follows the tokens, computed alone in slot 0, one token per step. */
function alone(sequence: readonly number[]): readonly Scored[] {
  return reading(sequence.map((token, position) => step(all({ slot: 0, position, tokens: [token] }))[0]).at(-1));
}

describe('the same bits', () => {
  test('come out token by token and as one prompt, shorter or longer than what is computed at once', () => {
    for (const length of [1, 2, 15, 16, 17, 63, 64, 65, 130]) {
      const sequence = tokens(length, length);
      const [prompt] = step(all({ slot: 1, position: 0, tokens: sequence }));
      expect(reading(prompt)).toEqual(alone(sequence));
    }
  });

  test('come out alone and beside other sequences, however a prompt is cut into steps', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: slots });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 12 }), fc.nat(), (wanted, chunk, seed) => {
        const sequences = wanted.map((length, slot) => tokens(seed + slot, length));
        const last: RowResult[] = [];
        for (let start = 0; start < Math.max(...wanted); start += chunk) {
          const rows = sequences.flatMap((sequence, slot) => {
            const part = sequence.slice(start, start + chunk);
            return part.length > 0 ? [all({ slot, position: start, tokens: part })] : [];
          });
          step(...rows).forEach((result, i) => {
            last[rows[i]!.slot] = result;
          });
        }
        sequences.forEach((sequence, slot) => {
          expect(reading(last[slot])).toEqual(alone(sequence));
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe('copies', () => {
  test('a copy goes on as the original would, and neither notices the other', () => {
    const prefix = tokens(1, 37);
    for (const length of [1, 16, 20, 37]) {
      step({ slot: 1, position: 0, tokens: prefix });
      decoder.copy(1, 3, length);
      const [left, right] = [tokens(2, 6), tokens(3, 6)];
      const [a, b] = step(
        all({ slot: 1, position: length, tokens: left }),
        all({ slot: 3, position: length, tokens: right }),
      );
      expect(reading(a)).toEqual(alone([...prefix.slice(0, length), ...left]));
      expect(reading(b)).toEqual(alone([...prefix.slice(0, length), ...right]));
    }
  });

  test('a truncated slot goes on as if what was cut had never been', () => {
    const [kept, cut, next] = [tokens(4, 21), tokens(5, 30), tokens(6, 3)];
    step({ slot: 2, position: 0, tokens: [...kept, ...cut] });
    decoder.truncate(2, kept.length);
    const [result] = step(all({ slot: 2, position: kept.length, tokens: next }));
    expect(reading(result)).toEqual(alone([...kept, ...next]));
  });

  test('a slot that was never used can be copied to and from', async () => {
    const fresh = createDecoder(await loadPocketModel(await readGguf(model.bytes), { slots: 2 }));
    fresh.copy(1, 0, 0);
    await fresh.step([{ slot: 0, position: 0, tokens: [5, 6, 7] }]);
    fresh.copy(0, 1, 2);
    const [result] = (await fresh.step([all({ slot: 1, position: 2, tokens: [9] })])) as [RowResult];
    expect(reading(result)).toEqual(alone([5, 6, 9]));
  });
});

describe('results', () => {
  test('readings come in the order they were asked for, at any token of a row', () => {
    const sequence = tokens(7, 100);
    const places = [99, 3, 70, 3, 0];
    const [result] = step({ slot: 1, position: 0, tokens: sequence, read: places.map((index) => ({ index, top: 3 })) });
    const expected = places.map((index) => alone(sequence.slice(0, index + 1)).slice(0, 3));
    expect(result!.readings).toEqual(expected);
  });

  test('the drawn token is the most probable one at temperature 0, with its log-probability', () => {
    const sequence = tokens(8, 10);
    const draw = { sampling: { temperature: 0 }, seed: 1, ban: [], logprobs: 2 };
    const [result] = step({ slot: 1, position: 0, tokens: sequence, draw });
    const [best, second] = alone(sequence);
    expect(result!.drawn).toEqual({ ...best, top: [best, second] });
    const [banned] = step({ slot: 1, position: 0, tokens: sequence, draw: { ...draw, ban: [best!.token] } });
    expect(banned!.drawn).toMatchObject({ token: second!.token, logprob: second!.logprob });
  });

  test('probabilities of all tokens add up to 1', () => {
    const sum = alone(tokens(9, 5)).reduce((total, { logprob }) => total + Math.exp(logprob), 0);
    expect(sum).toBeCloseTo(1, 5);
  });

  test('a token the model does not have is refused, naming it', () => {
    expect(() => step({ slot: 0, position: 0, tokens: [1, vocabulary] })).toThrow(
      `The model has no token ${vocabulary}, only 0 to ${vocabulary - 1}.`,
    );
  });

  test('a row that does not fit into its slot is refused', () => {
    expect(() => step({ slot: 0, position: 155, tokens: [1, 2, 3, 4, 5, 6] })).toThrow(
      'Slot 0 of 5 cannot take 6 tokens at 155 of 160.',
    );
    expect(() => step({ slot: 5, position: 0, tokens: [1] })).toThrow('Slot 5 of 5');
  });
});
