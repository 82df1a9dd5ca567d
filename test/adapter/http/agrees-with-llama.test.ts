import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawPebbleQuestion } from '../../../src/dataset/draw-pebble-question.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { createHttpEngine } from '../../../src/http.ts';
import { think } from '../../../src/index.ts';
import { createLlamaEngine } from '../../../src/llama.ts';
import { renderPrompt } from '../../../src/template/render-prompt.ts';
import { type LlamaServer, startLlamaServer } from '../../support/llama-server.ts';

const questions = 100;
/** Two ways of computing the same logits differ in the last bits; only where two tokens are that close it may show. */
const closeCall = 0.05;

let server: LlamaServer;
let http: Engine;
let llama: Engine;

beforeAll(async () => {
  server = await startLlamaServer();
  http = await createHttpEngine({ url: server.url });
  llama = await createLlamaEngine({ path: resolve(import.meta.dirname, '../../../models/pebble.gguf'), threads: 1 });
});
afterAll(async () => {
  await http.close();
  await llama.close();
  await server.close();
});

test(`the same file through a server and in this process, both by llama.cpp, writes the same, over a Wait and a cut, for ${questions} questions`, async () => {
  let cuts = 0;
  let waits = 0;
  let same = 0;
  for (let index = 0; index < questions; index += 1) {
    const prompt = drawPebbleQuestion({ seed: 5, index }).text;
    const budget = { max: 56, waits: 1 };
    const asked = { prompt, budget, seed: 0, sampling: { temperature: 0 } };
    const [here, there] = await Promise.all([think({ engine: llama, ...asked }), think({ engine: http, ...asked })]);
    cuts += there.receipt.endedBy === 'max' ? 1 : 0;
    waits += there.receipt.bounds.waits.happened;
    const [a, b] = [here.thinking + here.answer, there.thinking + there.answer];
    same += a === b ? 1 : 0;
    if (a === b) expect(there.receipt.thinkingTokens).toBe(here.receipt.thinkingTokens);
    else expect(await gapBehind(prompt, commonPrefix(here.thinking, there.thinking))).toBeLessThan(closeCall);
  }
  expect(cuts).toBeGreaterThan(20);
  // More than a few that differ would mean that something else than the last bits does.
  expect(same).toBeGreaterThan(questions * 0.9);
  expect(waits).toBeGreaterThan(60);
});

/** By how much the likeliest token leads behind a beginning of the thinking. */
async function gapBehind(prompt: string, thinking: string): Promise<number> {
  const { parts } = renderPrompt({
    model: llama.model,
    messages: [{ role: 'user', content: prompt }],
    thinking: 'open',
  });
  const sequence = await llama.open({ parts: [...parts, { text: thinking, control: false }] }, { seed: 0 });
  const generation = sequence.generate({
    channel: 'thinking',
    maxTokens: 1,
    stop: [],
    logprobs: 2,
    sampling: { temperature: 0 },
  });
  let gap = Number.POSITIVE_INFINITY;
  for await (const { logprobs } of generation) {
    const [first, second] = logprobs?.[0]?.top ?? [];
    if (first && second) gap = first.logprob - second.logprob;
  }
  await sequence.close();
  return gap;
}

function commonPrefix(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
