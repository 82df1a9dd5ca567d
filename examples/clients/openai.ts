import assert from 'node:assert/strict';
import OpenAI from 'openai';

const mull = process.env.MULL_URL ?? 'http://127.0.0.1:8080';
const openai = new OpenAI({ baseURL: `${mull}/v1`, apiKey: 'none' });

const answer = await openai.chat.completions.create({
  model: 'pebble:waits=2', // or a field `budget: { waits: 2 }`, which the client sends along
  messages: [{ role: 'user', content: 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?' }],
  temperature: 0,
});
const { receipt } = answer as typeof answer & { receipt: { bounds: { waits: { happened: number; verdict: string } } } };

assert.equal(answer.choices[0]?.message.content, 'Final Answer: 3');
assert.deepEqual([receipt.bounds.waits.happened, receipt.bounds.waits.verdict], [2, 'held']);
console.log(`${answer.usage?.completion_tokens_details?.reasoning_tokens} thinking tokens, 2 waits held`);
