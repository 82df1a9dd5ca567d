import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { getLlama, type Llama, LlamaLogLevel, type LlamaModel, type Token } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDecoder } from '../../../src/adapter/pocket/create-decoder.ts';
import { createTokenizer } from '../../../src/adapter/pocket/create-tokenizer.ts';
import { loadPocketModel } from '../../../src/adapter/pocket/pocket-model.ts';
import { readGguf } from '../../../src/adapter/pocket/read-gguf.ts';
import { drawPebbleQuestion } from '../../../src/dataset/draw-pebble-question.ts';
import type { Decoder, RowResult } from '../../../src/lockstep/decoder.ts';
import type { Tokenizer } from '../../../src/lockstep/tokenizer.ts';
import { hostileText } from './hostile-text.ts';
import { generator, randomModel, smallModel } from './random-model.ts';

const shape = { ...smallModel, embedding: 64, feedForward: 96, context: 256, merges: 80 };
const randomModels = {
  'four heads share one of keys, F16': { ...shape, seed: 11, keyHeads: 1, type: 'F16' },
  'output matrix of its own, F32': { ...shape, seed: 12, heads: 2, keyHeads: 2, tied: false, merges: 7 },
  'rope base 1,000,000, no biases, F32': { ...shape, seed: 13, ropeBase: 1e6, biases: false },
} as const;
const names = ['pebble', ...Object.keys(randomModels)];
const greedy = { sampling: { temperature: 0 }, seed: 0, ban: [], logprobs: 2 };

interface Pair {
  readonly llama: LlamaModel;
  readonly tokenizer: Tokenizer;
  readonly decoder: Decoder;
}

const folder = mkdtempSync(join(tmpdir(), 'mull-'));
const pairs = new Map<string, Pair>();
/** The lead of the best logit over the second at every first difference. */
const parted: number[] = [];
let library: Llama;

beforeAll(async () => {
  library = await getLlama({ build: 'never', gpu: false, logLevel: LlamaLogLevel.error, maxThreads: 1 });
  const pebble = resolve(import.meta.dirname, '../../../models/pebble.gguf');
  pairs.set('pebble', await load(pebble, readFileSync(pebble)));
  for (const [name, options] of Object.entries(randomModels)) {
    const { bytes } = randomModel(options);
    const path = join(folder, `${options.seed}.gguf`);
    writeFileSync(path, bytes);
    pairs.set(name, await load(path, bytes));
  }
});

afterAll(async () => {
  await library.dispose();
  rmSync(folder, { recursive: true });
});

async function load(path: string, bytes: Uint8Array): Promise<Pair> {
  const file = await readGguf(bytes);
  return {
    llama: await library.loadModel({ modelPath: path }),
    tokenizer: createTokenizer(file.metadata),
    decoder: createDecoder(await loadPocketModel(file, { slots: 1 })),
  };
}

describe.each(names)('pocket and llama.cpp: %s', (name) => {
  test('give the same token ids for 2,500 random and hostile texts, with and without control tokens', () => {
    const { llama, tokenizer } = pairs.get(name)!;
    const random = generator(names.indexOf(name) + 1);
    const pieces = name === 'pebble' ? pebblePieces : randomPieces;
    const different: unknown[] = [];
    for (let i = 0; i < 2500; i += 1) {
      const text = hostileText(random, pieces);
      for (const control of [false, true]) {
        const expected = llama.tokenize(text, control).map(Number);
        const actual = tokenizer.encode(text, control);
        if (!same(actual, expected)) different.push({ text, control, expected, actual });
      }
    }
    expect(different.slice(0, 3)).toEqual([]);
  });

  test('agree on which tokens end a turn', () => {
    const { llama, tokenizer, decoder } = pairs.get(name)!;
    const ends = Array.from({ length: decoder.vocabularySize }, (_, id) => id).filter((id) =>
      llama.isEogToken(id as Token),
    );
    expect([...tokenizer.turnEnds].sort((a, b) => a - b)).toEqual(ends);
  });

  test('write the same tokens greedily after 50 prompts', async () => {
    const { llama, tokenizer, decoder } = pairs.get(name)!;
    // Their caches hold F16 by default; F32 is what pocket has.
    const context = await llama.createContext({
      contextSize: 256,
      threads: 1,
      flashAttention: false,
      experimentalKvCacheKeyType: 'F32',
      experimentalKvCacheValueType: 'F32',
    });
    const sequence = context.getSequence();
    const random = generator(100 + names.indexOf(name));
    const gaps: number[] = [];
    // Random weights make near ties that trained ones do not: the more tokens, the surer one comes.
    const length = name === 'pebble' ? 64 : 24;
    for (let i = 0; i < 50; i += 1) {
      const prompt = name === 'pebble' ? pebblePrompt(i) : hostileText(random, randomPieces) || 'a';
      const tokens = tokenizer.encode(prompt, true).slice(0, 180);
      const expected: number[] = [];
      for await (const token of sequence.evaluate([...tokens] as Token[], { temperature: 0, yieldEogToken: true })) {
        expected.push(Number(token));
        if (expected.length === length) break;
      }
      await sequence.clearHistory();
      const gap = await firstDifference(decoder, tokens, expected);
      if (gap !== undefined) gaps.push(gap);
    }
    await context.dispose();
    // Where they part, the two best tokens must have been as good as equal.
    expect(gaps.filter((gap) => gap >= 0.05)).toEqual([]);
    parted.push(...gaps);
  });
});

test('pocket and llama.cpp part after at most 2 % of all 200 prompts', () => {
  expect(parted.length).toBeLessThanOrEqual(4);
});

/** By how much the best logit leads where the decoder first writes another token; undefined where it never does. */
async function firstDifference(
  decoder: Decoder,
  prompt: readonly number[],
  expected: readonly number[],
): Promise<number | undefined> {
  let position = 0;
  let tokens = prompt;
  for (const token of expected) {
    const [result] = (await decoder.step([{ slot: 0, position, tokens, draw: greedy }])) as [RowResult];
    position += tokens.length;
    const { drawn } = result;
    if (drawn?.token !== token) return drawn!.top![0]!.logprob - drawn!.top![1]!.logprob;
    tokens = [token];
  }
  return undefined;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((token, i) => token === b[i]);
}

function pebblePrompt(index: number): string {
  const question = drawPebbleQuestion({ seed: 3, index, mix: 'mixed' }).text;
  return `<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n<|im_start|>think\n`;
}

const pebblePieces = [
  ...['<|im_start|>', '<|im_end|>', '<|endoftext|>', '<|im_start', '|>', 'user', 'assistant', 'think', 'Wait', ' ok'],
  ...['Last digit:', ' a1', '+3', '*2', ' 7', 'Final Answer:', 'How many', 'So', ' A', '\n', 'Last digit', ' a', ' '],
];
const randomPieces = [
  ...['<|im_start|>', '<|im_end|>', '<|endoftext|>', '<|im_start', '|>', '<tool_call>', '<think>', '</think>', ' ok'],
  ...[
    'user',
    'use',
    'k use',
    'ok user',
    '日本',
    '日',
    '本日本',
    '  ',
    '   ',
    '    user',
    'the rain',
    '1020.',
    '\n',
    ' ',
    'é',
  ],
];
