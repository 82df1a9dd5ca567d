import { expect, test } from 'vitest';
import type { GenerateOptions, Generation } from '../../src/engine/generation.ts';
import type { Sequence } from '../../src/engine/sequence.ts';
import { type ScriptedOptions, scriptedEngine } from '../../src/testing/scripted-engine.ts';

const greedy: GenerateOptions = { channel: 'thinking', maxTokens: 20, stop: [], sampling: { temperature: 0 } };
const end = { text: '</think>', control: true };

async function say(sequence: Sequence, options: Partial<GenerateOptions> = {}): Promise<[string, string]> {
  const generation: Generation = sequence.generate({ ...greedy, ...options });
  let text = '';
  for await (const chunk of generation) text += chunk.text;
  return [text, (await generation.end).reason];
}

async function opened(options: ScriptedOptions): Promise<Sequence> {
  return scriptedEngine(options).open({ parts: [{ text: 'A question', control: false }] }, { seed: 1 });
}

test('says one stretch after another, each begun by what is appended', async () => {
  const sequence = await opened({ script: ['one two three</think>', ' four five</think>', 'six'] });
  await sequence.append([{ text: '<think>\n', control: true }]);
  expect(await say(sequence, { stop: [end] })).toEqual(['one two three', 'stop']);
  await sequence.append([{ text: 'Wait', control: false }]);
  expect(await say(sequence, { stop: [end] })).toEqual([' four five', 'stop']);
  await sequence.append([{ text: '</think>', control: true }]);
  await sequence.append([{ text: 'Final Answer:', control: false }]);
  expect(await say(sequence)).toEqual(['six', 'turn-end']);
  expect(await say(sequence)).toEqual(['', 'turn-end']);
});

test('goes on in the same stretch after a limit', async () => {
  const sequence = await opened({ script: ['one two three four'] });
  expect(await say(sequence, { maxTokens: 2 })).toEqual(['one two', 'limit']);
  expect(await say(sequence, { maxTokens: 2 })).toEqual([' three four', 'limit']);
});

test('a banned first token makes it go on with the next stretch', async () => {
  const sequence = await opened({ script: ['one</think>', '</think>', ' two'] });
  expect(await say(sequence, { stop: [end] })).toEqual(['one', 'stop']);
  expect(await say(sequence, { stop: [end], banFirst: [end, 'turn-end'] })).toEqual([' two', 'turn-end']);
});
