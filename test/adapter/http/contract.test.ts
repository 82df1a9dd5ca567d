import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Prompt } from '../../../src/engine/prompt.ts';
import { createHttpEngine, type HttpEngineOptions } from '../../../src/http.ts';
import { startDialect } from '../../../src/testing/dialects/start-dialect.ts';
import { engineContract } from '../../../src/testing.ts';
import { startLlamaServer } from '../../support/llama-server.ts';

const question = 'Last digit: 7 a1+2 a2*3 a3-1 b1*2 b2+5 b3-4 c1*3 c2-2 d1+4 d2*2 e1-3 e2+1?';
const text = `<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n<|im_start|>think\n`;
const prompt: Prompt = { parts: [{ text, control: true }] };
const messages: Prompt = { messages: [{ role: 'user', content: question }] };

const server = await startLlamaServer({ template: join(import.meta.dirname, 'templates/pebble.jinja') });
afterAll(() => server.close());

/** The same server in three ways of use, best first. */
const ways: readonly {
  readonly name: string;
  readonly prompt: Prompt;
  readonly options: Partial<HttpEngineOptions>;
}[] = [
  { name: 'a server continued by token ids', prompt, options: { abilities: { continuation: 'tokens' } } },
  { name: 'a server continued by text', prompt, options: { abilities: { continuation: 'text' } } },
  {
    name: 'a server continued by messages',
    prompt: messages,
    options: {
      abilities: { continuation: 'chat' },
      // The answer of the contract is long, so what stands for it here is the thinking behind its first word.
      thinking: { open: '', ends: ['<|im_start|>'], close: '\nSo', cut: 'So', reopens: [] },
    },
  },
];

const minimum = await startDialect('vllm', {
  script: 'Let me see, one and two and three and four and five and six and seven are many.</think>It is 28.',
  repeatLast: true,
});
afterAll(() => minimum.close());
await engineContract({
  name: 'a server with a minimum of its own',
  kit: { describe, test, afterAll, expect },
  // The server does not tell how many tokens there are.
  open: () => createHttpEngine({ url: minimum.url, facts: { vocabularySize: 100_000 } }),
  prompt: {
    parts: [{ text: '<|im_start|>user\nHow many?<|im_end|>\n<|im_start|>assistant\n<think>\n', control: true }],
  },
  controls: ['<|im_start|>', '<|im_end|>'],
});

for (const { name, options, prompt } of ways) {
  await engineContract({
    name,
    kit: { describe, test, afterAll, expect },
    open: () => createHttpEngine({ url: server.url, ...options }),
    prompt,
    controls: ['<|im_start|>', '<|im_end|>', '<|endoftext|>'],
  });
}
