import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';

const mull = process.env.MULL_URL ?? 'http://127.0.0.1:8080';
const anthropic = new Anthropic({ baseURL: mull, apiKey: 'none' });

const stream = anthropic.messages.stream({
  model: 'pebble:waits=1',
  max_tokens: 400,
  thinking: { type: 'enabled', budget_tokens: 200 },
  messages: [{ role: 'user', content: 'Last digit: 9 a1*2 a2-1 a3*2 a4-2 b1+3 b2-3 b3+4 c1*2 c2-3?' }],
});
stream.on('thinking', (delta) => process.stdout.write(delta));

const { content, usage } = await stream.finalMessage();
const [thinking, answer] = content;
assert(thinking?.type === 'thinking' && answer?.type === 'text');
assert.match(thinking.thinking, /Wait/);
assert.match(answer.text, /^Final Answer: \d$/);
assert(usage.output_tokens <= 400);
console.log(`\n${answer.text}`);
