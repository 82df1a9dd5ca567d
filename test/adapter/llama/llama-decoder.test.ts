import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLibrary } from '../../../src/adapter/llama/library.ts';
import { LlamaDecoder } from '../../../src/adapter/llama/llama-decoder.ts';
import type { NativeContext } from '../../../src/adapter/llama/native.ts';
import { type Natives, nativesOf } from '../../../src/adapter/llama/natives-of.ts';
import type { Draw, RowResult, Scored } from '../../../src/lockstep/decoder.ts';
import { drawSeed } from '../../../src/lockstep/draw-seed.ts';
import { recurrentModel } from './tiny-models.ts';

const pebble = resolve(import.meta.dirname, '../../../models/pebble.gguf');
const folder = mkdtempSync(join(tmpdir(), 'mull-'));
const greedy: Draw = { sampling: { temperature: 0 }, seed: 0, ban: [] };
const decoders: LlamaDecoder[] = [];
let prompt: readonly number[];
let vocabularySize: number;

interface Variation {
  readonly path?: string;
  readonly slots?: number;
  readonly fewestRows?: number;
  readonly closeGaps?: boolean;
  /** Puts itself in front of the native context. */
  readonly wrap?: (context: NativeContext) => NativeContext;
}

async function open({
  path = pebble,
  slots = 4,
  fewestRows = 1,
  closeGaps = false,
  wrap,
}: Variation = {}): Promise<LlamaDecoder> {
  const { llama } = await openLibrary(false);
  const model = await llama.loadModel({ modelPath: path });
  const context = await model.createContext({ sequences: slots, contextSize: 256, threads: 1, flashAttention: true });
  const natives: Natives = nativesOf(llama, model, context);
  prompt = [...natives.model.tokenize('Last digit: 8 a1-3 b1*2 b2-1?', false)];
  vocabularySize = model.fileInfo.metadata.tokenizer.ggml.tokens.length;
  const decoder = new LlamaDecoder({
    context: wrap?.(natives.context) ?? natives.context,
    createSampler: natives.createSampler,
    vocabularySize,
    contextSize: 256,
    slots,
    batchSize: 63,
    fewestRows,
    onGpu: closeGaps,
    forgets: natives.forgets,
    dispose: async () => {
      await context.dispose();
      await model.dispose();
    },
  });
  decoders.push(decoder);
  return decoder;
}

async function draw(
  decoder: LlamaDecoder,
  slot: number,
  position: number,
  tokens: readonly number[],
  how: Draw = greedy,
): Promise<NonNullable<RowResult['drawn']>> {
  const [result] = await decoder.step([{ slot, position, tokens, draw: how }]);
  return result!.drawn!;
}

/** Greedy tokens behind what a slot holds. */
async function continued(
  decoder: LlamaDecoder,
  slot: number,
  position: number,
  from: number,
  count: number,
): Promise<number[]> {
  const tokens: number[] = [from];
  for (let i = 0; i < count; i += 1) tokens.push((await draw(decoder, slot, position + i, [tokens.at(-1)!])).token);
  return tokens;
}

/** A native context of which some methods are others. */
function changed(context: NativeContext, methods: Partial<NativeContext>): NativeContext {
  return new Proxy(context, {
    get: (target, name) => {
      if (name in methods) return methods[name as keyof NativeContext];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

let usual: LlamaDecoder;

beforeAll(async () => {
  usual = await open();
});

afterAll(async () => {
  await Promise.all(decoders.map((decoder) => decoder.close()));
  rmSync(folder, { recursive: true });
});

/** Draws behind the beginning of the prompt until it shows how often each token comes. */
async function drawsAs(expected: ReadonlyMap<number, number>, how: Omit<Draw, 'seed'>): Promise<void> {
  const draws = 1500;
  const seen = new Map<number, number>();
  for (let i = 0; i < draws; i += 1) {
    await usual.truncate(0, 3);
    const { token } = await draw(usual, 0, 3, prompt.slice(3, 4), { ...how, seed: drawSeed(9, i) });
    seen.set(token, (seen.get(token) ?? 0) + 1);
  }
  for (const token of seen.keys()) expect(expected.get(token)).toBeGreaterThan(0);
  for (const [token, probability] of expected) {
    const spread = Math.sqrt((probability * (1 - probability)) / draws);
    expect(Math.abs((seen.get(token) ?? 0) / draws - probability)).toBeLessThan(5 * spread + 0.002);
  }
}

describe('drawing', () => {
  let distribution: readonly Scored[];

  beforeAll(async () => {
    await usual.truncate(0, 0);
    const [result] = await usual.step([
      { slot: 0, position: 0, tokens: prompt.slice(0, 4), read: [{ index: 3, top: vocabularySize }] },
    ]);
    distribution = result!.readings![0]!;
  });

  test('log-probabilities of the whole vocabulary add up to 1, best first', () => {
    expect(distribution).toHaveLength(vocabularySize);
    const total = distribution.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
    expect(total).toBeCloseTo(1, 4);
    expect(distribution.every(({ logprob }, i) => i === 0 || logprob <= distribution[i - 1]!.logprob)).toBe(true);
  });

  test.each([
    { temperature: 1 },
    { temperature: 2 },
    { temperature: 1.5, topK: 5 },
    { temperature: 1, topP: 0.9 },
    { temperature: 2, topP: 0.8 },
    { temperature: 3, topP: 0.97 },
    { temperature: 2, topK: 20, topP: 0.7 },
    { temperature: 2, minP: 0.1 },
    { temperature: 2, topP: 0.95, minP: 0.2 },
  ])('with %o tokens come as often as they should', async (sampling) => {
    await drawsAs(filtered(distribution, sampling), { sampling, ban: [] });
  });

  test.each<Draw['sampling']>([
    { temperature: 1.5 },
    { temperature: 1.5, topK: 3 },
    { temperature: 1.5, topP: 0.8 },
    { temperature: 1.5, minP: 0.2 },
  ])('with %o and a bias tokens come as often as those of a model with such logits', async (sampling) => {
    const [first, second, , fourth] = distribution.map(({ token }) => token);
    const bias = new Map([
      [first!, -3],
      [second!, 1],
      [fourth!, 2.5],
    ]);
    const shifted = distribution.map(({ token, logprob }) => ({ token, logprob: logprob + (bias.get(token) ?? 0) }));
    const expected = filtered(
      shifted.sort((a, b) => b.logprob - a.logprob),
      sampling,
    );
    await drawsAs(expected, { sampling, ban: [], bias });
  });

  test('the same seed gives the same token, the one that means "random" to llama.cpp too', async () => {
    for (const seed of [1, 0xffffffff]) {
      const tokens = new Set<number>();
      for (let i = 0; i < 12; i += 1) {
        await usual.truncate(0, 3);
        const how = { sampling: { temperature: 4 }, seed, ban: [] };
        tokens.add((await draw(usual, 0, 3, prompt.slice(3, 4), how)).token);
      }
      expect(tokens.size).toBe(1);
    }
  });

  test('a banned token is never drawn, be it an end of turn; its log-probability stays', async () => {
    const { llama } = await openLibrary(false);
    expect(llama.gpu).toBe(false);
    const everything = Array.from({ length: vocabularySize }, (_, token) => token);
    const end = 2;
    await usual.truncate(0, 3);
    const how = { ...greedy, ban: everything.filter((token) => token !== end && token !== 7), logprobs: 1 };
    const allowed = await draw(usual, 0, 3, prompt.slice(3, 4), how);
    expect([end, 7]).toContain(allowed.token);
    await usual.truncate(0, 3);
    const other = await draw(usual, 0, 3, prompt.slice(3, 4), { ...how, ban: [...how.ban, allowed.token] });
    expect([end, 7]).toContain(other.token);
    expect(other.token).not.toBe(allowed.token);
    expect(other.logprob).toBeCloseTo(distribution.find(({ token }) => token === other.token)!.logprob, 3);
    expect(other.top).toEqual([
      { token: distribution[0]!.token, logprob: expect.closeTo(distribution[0]!.logprob, 3) },
    ]);
  });

  test('many places of one row are read in one pass, wherever they are', async () => {
    const read = prompt.map((_, index) => ({ index, tokens: [prompt[index + 1] ?? 0], top: 2 }));
    await usual.truncate(1, 0);
    const [atOnce] = await usual.step([
      { slot: 1, position: 0, tokens: prompt, read, draw: { ...greedy, logprobs: 0 } },
    ]);
    expect(atOnce!.readings).toHaveLength(prompt.length);
    await usual.truncate(1, 0);
    for (let index = 0; index < prompt.length; index += 1) {
      const wanted = { ...read[index]!, index: 0 };
      const [single] = await usual.step([{ slot: 1, position: index, tokens: [prompt[index]!], read: [wanted] }]);
      expect(single!.readings![0]!.map(({ token }) => token)).toEqual(
        atOnce!.readings![index]!.map(({ token }) => token),
      );
      single!.readings![0]!.forEach(({ logprob }, i) => {
        expect(logprob).toBeCloseTo(atOnce!.readings![index]![i]!.logprob, 1);
      });
    }
  });
});

describe('slots', () => {
  test('an invalid token fails the whole batch and changes no slot', async () => {
    const decoder = await open();
    const first = await draw(decoder, 0, 0, prompt);
    await draw(decoder, 1, 0, prompt);
    const rows = [
      { slot: 0, position: prompt.length, tokens: [first.token], draw: greedy },
      { slot: 1, position: prompt.length, tokens: [vocabularySize + 5], draw: greedy },
    ];
    await expect(decoder.step(rows)).rejects.toThrow('Eval has failed');
    const again = await decoder.step(rows.map((row) => ({ ...row, tokens: [first.token] })));
    expect(again[1]).toEqual(again[0]);
    expect(await continued(decoder, 0, prompt.length, first.token, 0)).toEqual([first.token]);
  });

  test('a copy goes on like its original, chained, cut short, and over what was there', async () => {
    const decoder = await open();
    const { token } = await draw(decoder, 0, 0, prompt);
    await draw(decoder, 3, 0, prompt.slice().reverse());
    await decoder.copy(0, 3, prompt.length);
    await decoder.copy(3, 1, prompt.length);
    await decoder.copy(1, 2, 4);
    const expected = await continued(decoder, 0, prompt.length, token, 12);
    expect(await continued(decoder, 3, prompt.length, token, 12)).toEqual(expected);
    expect(await continued(decoder, 1, prompt.length, token, 12)).toEqual(expected);
    expect((await draw(decoder, 2, 4, prompt.slice(4))).token).toBe(token);
  });

  test('without a native copy the way through a file gives the same', async () => {
    const decoder = await open({
      wrap: (context) => changed(context, { copySequenceStateFromOtherSequence: undefined }),
    });
    const { token } = await draw(decoder, 0, 0, prompt);
    await decoder.copy(0, 2, prompt.length);
    await decoder.copy(2, 1, 4);
    const expected = await continued(decoder, 0, prompt.length, token, 12);
    expect(await continued(decoder, 2, prompt.length, token, 12)).toEqual(expected);
    expect((await draw(decoder, 1, 4, prompt.slice(4))).token).toBe(token);
  });

  test('a state that was not written whole is not read back: llama.cpp would die of it', async () => {
    const decoder = await open({
      wrap: (context) =>
        changed(context, {
          copySequenceStateFromOtherSequence: undefined,
          saveSequenceStateToFile: async (path, sequence, tokens) => {
            const size = await context.saveSequenceStateToFile(path, sequence, tokens);
            writeFileSync(path, new Uint8Array(100));
            return size;
          },
        }),
    });
    await draw(decoder, 0, 0, prompt);
    await expect(decoder.copy(0, 1, 4)).rejects.toThrow(/100 of \d+ bytes of a state were written/);
  });

  test.each([
    ['that fill gaps', { closeGaps: true }],
    ['that accompany a single row', { fewestRows: 2 }],
  ])('fillers %s leave no trace', async (_name, variation) => {
    const decoder = await open({ slots: 8, ...variation });
    const { token } = await draw(decoder, 0, 0, prompt);
    const rest = await draw(decoder, 3, 0, prompt.slice(0, 5));
    await decoder.copy(0, 5, prompt.length);
    let rows = [0, 5].map((slot) => ({ slot, position: prompt.length, tokens: [token], draw: greedy }));
    const written: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      const results = await decoder.step(rows);
      expect(results[1]!.drawn!.token).toBe(results[0]!.drawn!.token);
      written.push(results[0]!.drawn!.token);
      rows = rows.map((row) => ({ ...row, position: row.position + 1, tokens: [written.at(-1)!] }));
    }
    // The idle slot in the middle holds what it held.
    expect((await draw(decoder, 3, 5, prompt.slice(5))).token).toBe(token);
    expect(rest.token).toBeGreaterThanOrEqual(0);
    const alone = await open();
    await draw(alone, 0, 0, prompt);
    expect((await continued(alone, 0, prompt.length, token, 10)).slice(1)).toEqual(written);
  });

  test('a model that cannot forget reads again instead', async () => {
    const path = join(folder, 'mamba.gguf');
    writeFileSync(path, recurrentModel());
    const decoder = await open({ path });
    const { token } = await draw(decoder, 0, 0, prompt);
    const expected = await continued(decoder, 0, prompt.length, token, 6);
    await decoder.truncate(0, prompt.length);
    expect(await continued(decoder, 0, prompt.length, token, 6)).toEqual(expected);
    await decoder.copy(0, 2, prompt.length);
    expect(await continued(decoder, 2, prompt.length, token, 6)).toEqual(expected);
  });

  test('closing waits for the batch that is running, and happens once', async () => {
    const decoder = await open();
    const step = decoder.step([{ slot: 0, position: 0, tokens: prompt, draw: greedy }]);
    await Promise.all([decoder.close(), decoder.close()]);
    expect((await step)[0]!.drawn!.token).toBeGreaterThanOrEqual(0);
  });
});

/** Probabilities after temperature, top-k, top-p and min-p, in this order. */
function filtered(
  distribution: readonly Scored[],
  { temperature, topK, topP, minP }: Draw['sampling'],
): Map<number, number> {
  let left = distribution.map(({ token, logprob }) => ({ token, weight: Math.exp(logprob / temperature) }));
  const total = (): number => left.reduce((sum, { weight }) => sum + weight, 0);
  if (topK !== undefined) left = left.slice(0, topK);
  if (topP !== undefined) {
    const wanted = topP * total();
    let reached = 0;
    left = left.filter(({ weight }) => {
      const before = reached;
      reached += weight;
      return before < wanted;
    });
  }
  if (minP !== undefined) left = left.filter(({ weight }) => weight >= minP * left[0]!.weight);
  const sum = total();
  return new Map(left.map(({ token, weight }) => [token, weight / sum]));
}
