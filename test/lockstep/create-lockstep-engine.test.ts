import { expect, test } from 'vitest';
import type { Chunk, GenerateOptions, Generation } from '../../src/engine/generation.ts';
import { createLockstepEngine } from '../../src/lockstep/create-lockstep-engine.ts';
import { ToyDecoder, type ToyOptions, toyModel, toyTokenizer } from '../support/toy-model.ts';

const greedy: GenerateOptions = { channel: 'answer', maxTokens: 10, stop: [], sampling: { temperature: 0 } };

function toy(options: ToyOptions = {}) {
  const decoder = new ToyDecoder(options);
  return { decoder, engine: createLockstepEngine({ id: 'toy', model: toyModel, tokenizer: toyTokenizer, decoder }) };
}

function says(text: string, end = '<|end|>') {
  const tokens = [...toyTokenizer.encode(text, true), ...toyTokenizer.encode(end, true)];
  return (start: number) => (history: readonly number[]) => tokens[history.length - start];
}

async function all(generation: Generation): Promise<{ text: string; chunks: Chunk[] }> {
  const chunks: Chunk[] = [];
  for await (const chunk of generation) chunks.push(chunk);
  return { text: chunks.map((chunk) => chunk.text).join(''), chunks };
}

const prompt = (text: string) => ({ parts: [{ text, control: false }] });

test('a generation ends at the end of turn, which does not enter the sequence', async () => {
  const { engine } = toy({ says: says('hello')(3) });
  const sequence = await engine.open(prompt('q? '), { seed: 1 });
  const generation = sequence.generate(greedy);
  expect((await all(generation)).text).toBe('hello');
  expect(await generation.end).toEqual({ reason: 'turn-end', tokens: { value: 5, counting: 'exact' } });
  expect(sequence.length).toEqual({ value: 8, counting: 'exact' });
  expect(sequence.usage).toEqual({ prompt: 3, cached: 0, evaluated: 8, sampled: 6, discarded: 1 });
});

test('a text stop that begins in the middle of a token leaves the text before it', async () => {
  const { engine } = toy({ says: says('abxSTOP')(3) });
  const sequence = await engine.open(prompt('q? '), { seed: 1 });
  const stop = { text: 'STO', control: false };
  const generation = sequence.generate({ ...greedy, stop: [stop] });
  expect((await all(generation)).chunks.map((chunk) => chunk.text)).toEqual(['ab', 'x']);
  expect(await generation.end).toEqual({ reason: 'stop', stop, tokens: { value: 2, counting: 'exact' } });
});

test('eight sequences at once say what each says alone', async () => {
  const sampled: GenerateOptions = { ...greedy, maxTokens: 30, sampling: { temperature: 1 } };
  const alone: string[] = [];
  for (let seed = 0; seed < 8; seed += 1) {
    const { engine } = toy({ slots: 1 });
    const sequence = await engine.open(prompt(`question ${seed}`), { seed });
    alone.push((await all(sequence.generate(sampled))).text);
  }
  const { engine, decoder } = toy({ slots: 8, async: true });
  const together = await Promise.all(
    alone.map(async (_, seed) => {
      const sequence = await engine.open(prompt(`question ${seed}`), { seed });
      return (await all(sequence.generate(sampled))).text;
    }),
  );
  expect(together).toEqual(alone);
  expect(decoder.batches.length).toBeLessThan(40);
});
