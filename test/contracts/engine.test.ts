import { resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createLlamaEngine } from '../../src/adapter/llama/create-llama-engine.ts';
import { openEngine } from '../../src/adapter/open-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Prompt } from '../../src/engine/prompt.ts';
import { type EngineContractOptions, engineContract, scriptedEngine } from '../../src/testing.ts';

const pebble = resolve(import.meta.dirname, '../../models/pebble.gguf');
const prompt = { parts: [{ text: 'What is nine times seven?', control: false }] };
const controls = ['<think>', '</think>', '<|im_start|>', '<|im_end|>'];
const monologue =
  'first we take nine and seven, then multiply both of them: sixty three comes out, I am quite sure of it. ';

/** One entry per engine. */
const engines: readonly (Omit<EngineContractOptions, 'kit' | 'open'> & {
  readonly open: () => Engine | Promise<Engine>;
})[] = [
  {
    name: 'the scripted engine',
    open: () => scriptedEngine({ script: monologue.repeat(40), repeatLast: true, contextSize: 2048 }),
    prompt,
    controls,
    historyDecides: false,
  },
  {
    name: 'the scripted engine as a server that takes only text',
    open: () =>
      scriptedEngine({
        script: monologue.repeat(40),
        repeatLast: true,
        contextSize: 2048,
        abilities: {
          tokenIds: false,
          continuation: 'text',
          literalText: false,
          ban: false,
          rewind: false,
          fork: 'none',
          read: false,
          logprobs: 0,
          counting: 'estimated',
        },
      }),
    prompt,
    controls,
    historyDecides: false,
  },
  {
    name: 'the scripted engine as a server that renders messages and cannot be continued',
    open: () =>
      scriptedEngine({
        script: monologue.repeat(40),
        repeatLast: true,
        contextSize: 2048,
        abilities: {
          tokenIds: false,
          continuation: 'none',
          literalText: false,
          ban: false,
          rewind: false,
          fork: 'none',
          read: false,
          logprobs: 0,
          counting: 'reported',
        },
      }),
    prompt: { messages: [{ role: 'user', content: 'What is nine times seven?' }] },
    controls,
    historyDecides: false,
  },
  {
    name: 'pocket with the bundled model',
    open: () => openEngine('pebble'),
    prompt: pebblePrompt('Last digit: 7 a1+2 a2*3 a3-1 b1*2 b2+5 b3-4 c1*3 c2-2 d1+4 d2*2 e1-3 e2+1?'),
    controls: ['<|im_start|>', '<|im_end|>', '<|endoftext|>'],
  },
  {
    name: 'llama with the bundled model',
    open: () => createLlamaEngine({ path: pebble }),
    prompt: pebblePrompt('Last digit: 7 a1+2 a2*3 a3-1 b1*2 b2+5 b3-4 c1*3 c2-2 d1+4 d2*2 e1-3 e2+1?'),
    controls: ['<|im_start|>', '<|im_end|>', '<|endoftext|>'],
  },
  {
    name: 'llama in a process of its own',
    open: () => createLlamaEngine({ path: pebble, isolate: true }),
    prompt: pebblePrompt('Last digit: 7 a1+2 a2*3 a3-1 b1*2 b2+5 b3-4 c1*3 c2-2 d1+4 d2*2 e1-3 e2+1?'),
    controls: ['<|im_start|>', '<|im_end|>', '<|endoftext|>'],
  },
];

function pebblePrompt(question: string): Prompt {
  const text = `<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n<|im_start|>think\n`;
  return { parts: [{ text, control: true }] };
}

for (const { open, ...options } of engines) {
  await engineContract({ ...options, kit: { describe, test, afterAll, expect }, open: async () => open() });
}
