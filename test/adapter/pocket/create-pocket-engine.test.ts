import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createPocketEngine } from '../../../src/adapter/pocket/create-pocket-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { randomModel, smallModel } from './random-model.ts';

const pebble = readFileSync(resolve(import.meta.dirname, '../../../models/pebble.gguf'));
const small = randomModel(smallModel).bytes;

afterEach(() => vi.unstubAllGlobals());

async function write(engine: Engine, prompt: string, seed: number, temperature: number): Promise<string> {
  const sequence = await engine.open({ parts: [{ text: prompt, control: true }] }, { seed });
  let text = '';
  const options = { channel: 'thinking', maxTokens: 60, stop: [], sampling: { temperature } } as const;
  for await (const chunk of sequence.generate(options)) text += chunk.text;
  await sequence.close();
  return text;
}

const question =
  '<|im_start|>user\nLast digit: 1 a1*2 b1*3 b2+5?<|im_end|>\n<|im_start|>assistant\n<|im_start|>think\n';

test('pebble thinks about a question of its kind and answers', async () => {
  const engine = await createPocketEngine({ model: pebble });
  expect(await write(engine, question, 1, 0)).toMatch(/^So .*<\|im_start\|>answer\nFinal Answer: 1$/s);
  await engine.close();
});

test('the engine says what it knows of its model', async () => {
  const engine = await createPocketEngine({ model: pebble });
  expect(engine.id).toBe('pocket:pebble');
  expect(engine.model).toMatchObject({
    name: 'pebble',
    contextSize: 1024,
    bosToken: '<|endoftext|>',
    eosToken: '<|im_end|>',
    architecture: 'qwen2',
    parameters: 832_640,
    vocabularySize: 344,
    thinking: { name: 's1', foundBy: 'template' },
  });
  expect(engine.abilities).toMatchObject({ slots: 8, reproducible: true, counting: 'exact', fork: 'copy' });
  await engine.close();
});

test('the same seed writes the same text alone and beside seven others', async () => {
  const engine = await createPocketEngine({ model: pebble });
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  const together = await Promise.all(seeds.map((seed) => write(engine, question, seed, 1)));
  const alone: string[] = [];
  for (const seed of seeds) alone.push(await write(engine, question, seed, 1));
  expect(together).toEqual(alone);
  expect(new Set(together).size).toBeGreaterThan(1);
  await engine.close();
});

test('a model is read without touching the network', async () => {
  vi.stubGlobal('fetch', () => {
    throw new Error('the network was touched');
  });
  const engine = await createPocketEngine({ model: small });
  await engine.close();
});

test('the bytes may be a part of a larger buffer, or a bare ArrayBuffer', async () => {
  const larger = new Uint8Array(small.length + 7);
  larger.set(small, 5);
  for (const model of [larger.subarray(5, 5 + small.length), new Uint8Array(small).buffer]) {
    const engine = await createPocketEngine({ model });
    expect(await write(engine, 'abc', 1, 0)).toBe(await writeOnce(small));
    await engine.close();
  }
});

async function writeOnce(model: Uint8Array): Promise<string> {
  const engine = await createPocketEngine({ model });
  const text = await write(engine, 'abc', 1, 0);
  await engine.close();
  return text;
}

test('name, slots, context, template and thinking format can be given', async () => {
  const engine = await createPocketEngine({
    model: small,
    name: 'mine',
    slots: 2,
    contextSize: 32,
    chatTemplate: '{{ messages[0].content }}',
    thinking: { open: '<think>', close: '</think>' },
  });
  expect(engine.id).toBe('pocket:mine');
  expect(engine.abilities.slots).toBe(2);
  expect(engine.model).toMatchObject({ contextSize: 32, chatTemplate: '{{ messages[0].content }}' });
  expect(engine.model.thinking).toMatchObject({ open: '<think>', close: '</think>', foundBy: 'user' });
  await engine.close();
});

test.each([
  [{ slots: 0 }, 'options.slots must be a whole number from 1 to 256, got 0.'],
  [{ slots: 2.5 }, 'options.slots must be a whole number'],
  [{ slots: 1000 }, 'options.slots must be a whole number from 1 to 256, got 1000.'],
  [{ contextSize: -1 }, 'options.contextSize must be a whole number of at least 1, got -1.'],
  [{ contextSize: 65 }, 'contextSize is 65, but the model was made for 64 tokens.'],
  [{ slot: 3 }, 'options has no field "slot".'],
  [{ thinking: 'thnk' }, 'There is no thinking format "thnk".'],
])('an option that cannot be used is named: %j', async (options, message) => {
  await expect(createPocketEngine({ model: small, ...options })).rejects.toMatchObject({
    code: 'E_OPTION_INVALID',
    message: expect.stringContaining(message),
  });
});

test('slots and context that need too much memory are refused, with the sizes', async () => {
  const model = randomModel({ ...smallModel, context: 1_000_000 }).bytes;
  await expect(createPocketEngine({ model, slots: 256, contextSize: 1_000_000 })).rejects.toMatchObject({
    code: 'E_OPTION_INVALID',
    message: expect.stringMatching(/^256 slots of 1000000 tokens need [\d,]+ MiB; the pocket engine has 2,048 MiB\.$/),
    hint: 'Lower `slots` or `contextSize`.',
  });
});

test('left to itself, a large context shrinks to what all slots together may take', async () => {
  const engine = await createPocketEngine({ model: randomModel({ ...smallModel, context: 1_000_000 }).bytes });
  const { contextSize } = engine.model;
  expect(contextSize).toBeGreaterThan(50_000);
  expect(contextSize).toBeLessThan(1_000_000);
  await engine.close();
});
