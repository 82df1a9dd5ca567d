import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createPocketEngine } from '../../../src/adapter/pocket/create-pocket-engine.ts';
import { MullError } from '../../../src/core/mull-error.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { type MetadataToWrite, type TensorToWrite, writeGguf } from '../../support/write-gguf.ts';
import { randomModel, smallModel } from './random-model.ts';

const pebble = readFileSync(resolve(import.meta.dirname, '../../../models/pebble.gguf'));
const small = randomModel(smallModel).bytes;
/** Where the tables of the small model end, or a little before. */
const tables = 6700;

function open(model: Uint8Array): Promise<Engine> {
  return createPocketEngine({ model });
}

/** Random bytes and cut files may fail only in the three ways that models fail. */
async function expectModelError(model: Uint8Array): Promise<void> {
  const error = await open(model).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MullError);
  expect(['E_NOT_A_MODEL', 'E_MODEL_CORRUPT', 'E_MODEL_UNSUPPORTED']).toContain((error as MullError).code);
}

describe('a file that is no model', () => {
  test('empty', async () => {
    await expect(open(new Uint8Array(0))).rejects.toMatchObject({
      code: 'E_MODEL_CORRUPT',
      message: 'The model file is empty.',
    });
  });

  test('without the magic, showing what is there instead', async () => {
    await expect(open(new TextEncoder().encode('<!DOCTYPE html>'))).rejects.toMatchObject({
      code: 'E_NOT_A_MODEL',
      message: 'The file does not begin with "GGUF" but with bytes 3c 21 44 4f.',
    });
  });

  test('of another version, or big-endian', async () => {
    const model = small.slice();
    model[4] = 9;
    await expect(open(model)).rejects.toMatchObject({
      code: 'E_MODEL_UNSUPPORTED',
      message: 'The file is GGUF version 9.',
    });
    model.set([0, 0, 0, 3], 4);
    await expect(open(model)).rejects.toMatchObject({ code: 'E_MODEL_UNSUPPORTED' });
  });

  test('not bytes at all', async () => {
    await expect(createPocketEngine({ model: 'models/pebble.gguf' as never })).rejects.toMatchObject({
      code: 'E_OPTION_INVALID',
      message: 'options.model must be a Uint8Array or an ArrayBuffer, got string.',
    });
  });
});

describe('a damaged file', () => {
  test.each([3, 4, 8, 23, 24, 100, 1000, 5000, 8900, 8928, 10_000, 500_000, 1_669_000, pebble.length - 1])(
    'pebble cut after %i bytes is corrupt',
    async (length) => {
      const code = length < 4 ? 'E_NOT_A_MODEL' : 'E_MODEL_CORRUPT';
      await expect(open(pebble.subarray(0, length))).rejects.toMatchObject({ code });
    },
  );

  test('cut anywhere', async () => {
    const lengths = fc.integer({ min: 0, max: small.length - 33 });
    await fc.assert(
      fc.asyncProperty(lengths, (length) => expectModelError(small.slice(0, length))),
      { numRuns: 100 },
    );
  });

  test('garbage behind the magic', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (garbage) =>
        expectModelError(Uint8Array.of(0x47, 0x47, 0x55, 0x46, 3, 0, 0, 0, ...garbage)),
      ),
      { numRuns: 200 },
    );
  });

  test('with any byte of its tables changed, opens or fails as models fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(tables), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const model = small.slice();
        model[at] = model[at]! ^ change;
        const engine = await open(model).catch((error: unknown) => error);
        if (engine instanceof MullError) {
          expect(['E_NOT_A_MODEL', 'E_MODEL_CORRUPT', 'E_MODEL_UNSUPPORTED', 'E_TEMPLATE_INVALID']).toContain(
            engine.code,
          );
        } else {
          expect(engine).toHaveProperty('id');
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('counts in a hostile file', () => {
  const counts = (tensors: bigint, pairs: bigint): Uint8Array => {
    const bytes = new Uint8Array(64);
    bytes.set([0x47, 0x47, 0x55, 0x46, 3]);
    new DataView(bytes.buffer).setBigUint64(8, tensors, true);
    new DataView(bytes.buffer).setBigUint64(16, pairs, true);
    return bytes;
  };

  test.each([
    ['tensors', counts(2n ** 63n, 0n)],
    ['tensors that just pass', counts(9_999_999n, 0n)],
    ['pairs', counts(0n, 2n ** 64n - 1n)],
    ['pairs that just pass', counts(0n, 99_999n)],
  ])('a huge number of %s is refused at once', async (_what, model) => {
    const [started, memory] = [performance.now(), process.memoryUsage().rss];
    await expect(open(model)).rejects.toMatchObject({ code: 'E_MODEL_CORRUPT' });
    expect(performance.now() - started).toBeLessThan(2000);
    expect(process.memoryUsage().rss - memory).toBeLessThan(200 * 2 ** 20);
  });

  test.each([
    ['qwen2.embedding_length', 4_294_967_288],
    ['qwen2.feed_forward_length', 4_294_967_295],
    ['qwen2.block_count', 4_294_967_295],
  ])('a huge %s is refused before memory is taken', async (key, value) => {
    const memory = process.memoryUsage().rss;
    await expect(open(withMetadata({ [key]: value }))).rejects.toMatchObject({ code: 'E_MODEL_UNSUPPORTED' });
    expect(process.memoryUsage().rss - memory).toBeLessThan(200 * 2 ** 20);
  });

  test('a huge context takes no memory until it is used', async () => {
    const engine = await open(withMetadata({ 'qwen2.context_length': 4_294_967_295 }));
    expect(engine.model.contextSize).toBeLessThan(200_000);
    await engine.close();
  });
});

function withMetadata(metadata: Readonly<Record<string, MetadataToWrite>>): Uint8Array {
  return randomModel({ ...smallModel, metadata }).bytes;
}

describe('values that do not fit', () => {
  const cases: [string, Readonly<Record<string, MetadataToWrite>>, string, string][] = [
    ['architecture', { 'general.architecture': 'gemma3' }, 'E_MODEL_UNSUPPORTED', 'the architecture "gemma3"'],
    ['rope scaling', { 'qwen2.rope.scaling.type': 'yarn' }, 'E_MODEL_UNSUPPORTED', 'the rope scaling "yarn"'],
    ['tokenizer', { 'tokenizer.ggml.model': 'llama' }, 'E_MODEL_UNSUPPORTED', 'the tokenizer model "llama"'],
    ['splitting', { 'tokenizer.ggml.pre': 'llama-bpe' }, 'E_MODEL_UNSUPPORTED', 'the word splitting "llama-bpe"'],
    ['head size', { 'qwen2.attention.key_length': 8 }, 'E_MODEL_UNSUPPORTED', '"qwen2.attention.key_length" of 8'],
    [
      'heads',
      { 'qwen2.attention.head_count': 5 },
      'E_MODEL_CORRUPT',
      '24 embedding components do not split into 5 heads',
    ],
    ['key heads', { 'qwen2.attention.head_count_kv': 3 }, 'E_MODEL_CORRUPT', '4 heads cannot share 3 heads of keys'],
    ['no context', { 'qwen2.context_length': 0 }, 'E_MODEL_CORRUPT', 'must be a whole number of at least 1, got 0'],
    [
      'text as number',
      { 'qwen2.block_count': 'two' },
      'E_MODEL_CORRUPT',
      'must be a whole number of at least 1, got two',
    ],
    [
      'tokens',
      { 'tokenizer.ggml.tokens': 'none' },
      'E_MODEL_CORRUPT',
      '"tokenizer.ggml.tokens" of the model file must be',
    ],
    ['types', { 'tokenizer.ggml.token_type': { integers: [1, 2] } }, 'E_MODEL_CORRUPT', '288 tokens but 2 token types'],
    ['merge', { 'tokenizer.ggml.merges': ['t q'] }, 'E_MODEL_CORRUPT', 'The merge "t q" of the model file'],
    ['end', { 'tokenizer.ggml.eos_token_id': 288 }, 'E_MODEL_CORRUPT', 'is 288, but the model has 288 tokens'],
    ['more layers', { 'qwen2.block_count': 3 }, 'E_MODEL_CORRUPT', 'has no tensor "blk.2.attn_norm.weight"'],
    [
      'fewer layers',
      { 'qwen2.block_count': 1 },
      'E_MODEL_UNSUPPORTED',
      'what the tensor "blk.1.attn_norm.weight" is for',
    ],
    ['width', { 'qwen2.feed_forward_length': 41 }, 'E_MODEL_CORRUPT', 'has the shape [24, 40] instead of [24, 41]'],
  ];
  test.each(cases)('%s', async (_name, metadata, code, message) => {
    await expect(open(withMetadata(metadata))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  test('a vocabulary with the same token twice', async () => {
    const tokens = [...randomModel(smallModel).vocabulary];
    tokens[20] = tokens[10]!;
    await expect(open(withMetadata({ 'tokenizer.ggml.tokens': tokens }))).rejects.toMatchObject({
      code: 'E_MODEL_CORRUPT',
      message: 'The model file has the token "</think>" twice.',
    });
  });

  test('a vocabulary that cannot spell every byte', async () => {
    const tokens = [...randomModel(smallModel).vocabulary];
    tokens[tokens.indexOf('A')] = 'AAAA';
    await expect(open(withMetadata({ 'tokenizer.ggml.tokens': tokens }))).rejects.toMatchObject({
      code: 'E_MODEL_UNSUPPORTED',
      message: 'The pocket engine does not support a vocabulary without a token for the byte 65.',
    });
  });
});

describe('tensors', () => {
  let kept: Readonly<Record<string, MetadataToWrite>>;

  beforeAll(() => {
    kept = randomModel(smallModel).metadata;
  });

  function change(name: string, replace: (tensor: TensorToWrite) => readonly TensorToWrite[]): Uint8Array {
    const { tensors } = randomModel(smallModel);
    expect(tensors.some((tensor) => tensor.name === name)).toBe(true);
    return writeGguf(
      kept,
      tensors.flatMap((tensor) => (tensor.name === name ? replace(tensor) : [tensor])),
    );
  }

  test('a missing one is named', async () => {
    await expect(open(change('blk.1.ffn_up.weight', () => []))).rejects.toMatchObject({
      code: 'E_MODEL_CORRUPT',
      message: 'The model file has no tensor "blk.1.ffn_up.weight".',
    });
  });

  test('one of a quantised type is named with its type', async () => {
    const model = change('blk.0.attn_q.weight', (tensor) => [{ ...tensor, type: { number: 12 } }]);
    await expect(open(model)).rejects.toMatchObject({
      code: 'E_MODEL_UNSUPPORTED',
      message: 'The tensor "blk.0.attn_q.weight" is of type Q4_K; pocket reads F32 and F16.',
    });
  });

  test('one there twice is named', async () => {
    await expect(open(change('output_norm.weight', (tensor) => [tensor, tensor]))).rejects.toMatchObject({
      code: 'E_MODEL_CORRUPT',
      message: 'The model file has two tensors named "output_norm.weight".',
    });
  });

  test('one the architecture does not have is named', async () => {
    const model = change('output_norm.weight', (tensor) => [tensor, { ...tensor, name: 'rope_freqs.weight' }]);
    await expect(open(model)).rejects.toMatchObject({
      code: 'E_MODEL_UNSUPPORTED',
      message: 'The pocket engine does not know what the tensor "rope_freqs.weight" is for.',
    });
  });
});
