import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLlamaEngine } from '../../../src/adapter/llama/create-llama-engine.ts';
import { createTokenizer } from '../../../src/adapter/pocket/create-tokenizer.ts';
import { readGguf } from '../../../src/adapter/pocket/read-gguf.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { randomModel, smallModel } from '../pocket/random-model.ts';
import { sentencePieceModel } from './tiny-models.ts';

const folder = mkdtempSync(join(tmpdir(), 'mull-'));
const engines: Engine[] = [];

async function open(name: string, bytes: Uint8Array): Promise<Engine> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const engine = await createLlamaEngine({ path, gpu: false, trial: false });
  engines.push(engine);
  return engine;
}

afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
  rmSync(folder, { recursive: true });
});

describe('a SentencePiece vocabulary', () => {
  let engine: Engine;
  const encoded = (text: string, control: boolean): Promise<readonly number[]> => engine.encode!({ text, control });
  const [user, endOfThinking, wait, spaceWait] = [3, 4, 268, 269];

  beforeAll(async () => {
    engine = await open('pieces.gguf', sentencePieceModel());
  });

  test('no text gains the space that such tokenizers put in front of it', async () => {
    expect(await encoded('Wait', true)).toEqual([wait]);
    expect(await encoded('Wait', false)).toEqual([wait]);
    expect(await encoded(' Wait', true)).toEqual([spaceWait]);
    expect(await encoded('<|user|>Wait', true)).toEqual([user, wait]);
    expect(await encoded('<|user|> Wait', true)).toEqual([user, spaceWait]);
  });

  test('what the tokens stand for is the text, byte by byte', async () => {
    const sequence = await engine.open({ parts: [{ text: 'a', control: true }] }, { seed: 1 });
    for (const text of ['Wait', ' he  a\n', 'é漢😀', '\u2581a', 'Wait</think>Wait']) {
      const appended = await sequence.append([{ text, control: false }], { read: [] });
      expect(appended.tokens.value).toBe((await encoded(text, false)).length);
    }
    await sequence.close();
    expect((await encoded('é', false)).map((token) => token - 5)).toEqual([0xc3, 0xa9]);
  });

  test('a text from a user never becomes a marker, be it only a user-defined token', async () => {
    expect(await encoded('</think>', true)).toEqual([endOfThinking]);
    for (const text of ['</think>', '<</think></think>', '<|user|>', '</s>', 'a</think>a']) {
      const tokens = await encoded(text, false);
      for (const token of [0, 1, 2, user, endOfThinking]) expect(tokens).not.toContain(token);
    }
  });
});

describe('a byte-level vocabulary', () => {
  test('gives the tokens that the pocket engine gives, words among the user-defined ones included', async () => {
    const { bytes } = randomModel({ ...smallModel, merges: 60 });
    const engine = await open('random.gguf', bytes);
    const pocket = createTokenizer((await readGguf(bytes)).metadata);
    const texts = [
      'use',
      ' ok user',
      'tea time  1090',
      '<|im_start|>user\nhi<|im_end|>',
      '日本 é\u0000\r\n',
      '  k use',
    ];
    for (const text of texts) {
      for (const control of [true, false]) {
        expect(await engine.encode!({ text, control })).toEqual(pocket.encode(text, control));
      }
    }
    const marked = await engine.encode!({ text: '<think>a</think>', control: false });
    expect(marked).not.toContain(pocket.encode('<think>', true)[0]);
    expect(await engine.encode!({ text: '<think>a</think>', control: true })).toEqual(
      pocket.encode('<think>a</think>', true),
    );
  });

  test('text comes back as it went in, whatever it is', async () => {
    const path = resolve(import.meta.dirname, '../../../models/pebble.gguf');
    const engine = await createLlamaEngine({ path, gpu: false, trial: false });
    engines.push(engine);
    const pocket = createTokenizer((await readGguf(randomModel(smallModel).bytes)).metadata);
    expect(pocket.turnEnds.size).toBeGreaterThan(0);
    const lonely = 'a\ud800b';
    expect(await engine.encode!({ text: lonely, control: false })).toEqual(
      await engine.encode!({ text: 'a\ufffdb', control: false }),
    );
  });
});
