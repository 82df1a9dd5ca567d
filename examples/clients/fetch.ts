import assert from 'node:assert/strict';

const mull = process.env.MULL_URL ?? 'http://127.0.0.1:8080';
const response = await fetch(`${mull}/v1/chat/completions`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'mull-budget': 'max=32' },
  body: JSON.stringify({
    model: 'pebble',
    messages: [{ role: 'user', content: 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?' }],
    temperature: 0,
  }),
});
const { choices, usage, receipt } = await response.json();

assert.equal(response.status, 200);
assert.equal(usage.completion_tokens_details.reasoning_tokens, 32);
assert.equal(receipt.endedBy, 'max');
assert.match(choices[0].message.content, /^Final Answer: \d$/);
console.log(response.headers.get('mull-receipt'));
