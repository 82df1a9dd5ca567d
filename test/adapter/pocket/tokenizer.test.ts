import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTokenizer } from '../../../src/adapter/pocket/create-tokenizer.ts';
import { readGguf } from '../../../src/adapter/pocket/read-gguf.ts';
import { splitAtTokens } from '../../../src/adapter/pocket/split-at-tokens.ts';
import type { Tokenizer } from '../../../src/lockstep/tokenizer.ts';
import { randomModel, smallModel } from './random-model.ts';

const model = randomModel({ ...smallModel, merges: 80 });
const vocabulary = model.vocabulary;
let tokenizer: Tokenizer;
let pebble: Tokenizer;

beforeAll(async () => {
  tokenizer = createTokenizer((await readGguf(model.bytes)).metadata);
  const file = resolve(import.meta.dirname, '../../../models/pebble.gguf');
  pebble = createTokenizer((await readGguf(readFileSync(file))).metadata);
});

function decode(by: Tokenizer, tokens: readonly number[]): string {
  return new TextDecoder().decode(Uint8Array.from(tokens.flatMap((token) => [...by.bytes(token)])));
}

function names(text: string, control: boolean): string[] {
  return tokenizer.encode(text, control).map((token) => vocabulary[token] ?? '');
}

test('what a text is encoded to spells that text, whatever is in it and however control strings are read', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(text, fc.constantFrom(...vocabulary.slice(0, 12)))),
      fc.boolean(),
      (parts, control) => {
        const whole = parts.join('');
        expect(decode(tokenizer, tokenizer.encode(whole, control))).toBe(whole);
        expect(decode(pebble, pebble.encode(whole, control))).toBe(whole);
      },
    ),
    { numRuns: 300 },
  );
});

test('a control string is one token where control is asked for, and plain text elsewhere', () => {
  expect(names('<|im_start|>user', true)).toEqual(['<|im_start|>', 'user']);
  const plain = tokenizer.encode('<|im_start|>user', false);
  expect(plain.length).toBeGreaterThan(5);
  expect(plain.map((token) => vocabulary[token])).not.toContain('<|im_start|>');
});

test('user-defined tokens are matched always, also inside words', () => {
  expect(names('<think>', false)).toEqual(['<think>']);
  expect(names('xuserx', false)).toEqual(['x', 'user', 'x']);
});

test('the longest token is cut out first, even where a shorter one begins further left', () => {
  expect(names('ok user', true)).toEqual(['o', 'k use', 'r']);
  const added = [
    { id: 1, text: 'bcd' },
    { id: 2, text: 'ab' },
  ];
  expect(splitAtTokens('abcdab', added)).toEqual(['a', 1, 2]);
  expect(splitAtTokens('', added)).toEqual([]);
});

test('half a surrogate pair becomes U+FFFD', () => {
  expect(decode(tokenizer, tokenizer.encode('a\ud83db\udc00', true))).toBe('a\ufffdb\ufffd');
  expect(decode(tokenizer, tokenizer.encode('\u{1f600}', true))).toBe('\u{1f600}');
});

test('text is not normalised: a composed and a decomposed letter differ', () => {
  expect(tokenizer.encode('\u00e9', false)).not.toEqual(tokenizer.encode('e\u0301', false));
});

test('nothing is encoded to nothing, and no token is added to it', () => {
  expect(tokenizer.encode('', true)).toEqual([]);
});

describe('pebble', () => {
  test('turns end with <|im_end|> and <|endoftext|>', () => {
    expect([...pebble.turnEnds].map((token) => decode(pebble, [token]))).toEqual(['<|endoftext|>', '<|im_end|>']);
  });

  test('operations are tokens of their own', () => {
    expect(pebble.encode('Last digit: 1 a1*2?', false).map((token) => decode(pebble, [token]))).toEqual([
      ...['Last digit:', ' 1', ' a1', '*2', '?'],
    ]);
  });
});
