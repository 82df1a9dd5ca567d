import assert from 'node:assert/strict';
import { generateText, streamText } from 'ai';
import { mull } from 'mull/ai-sdk';

const prompt = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';

// A model with a budget of its own.
const { text, usage, finalStep } = await generateText({ model: mull('pebble', { budget: { waits: 2 } }), prompt });
assert.equal(text, 'Final Answer: 3');
assert.equal(finalStep.reasoningText?.match(/Wait/g)?.length, 2);

// A budget for one call.
const stream = streamText({ model: mull('pebble'), prompt, providerOptions: { mull: { budget: { max: 32 } } } });
for await (const part of stream.fullStream) if (part.type === 'reasoning-delta') process.stdout.write(part.text);
const { providerMetadata, usage: cut } = await stream.finalStep;
assert.equal(cut.outputTokenDetails.reasoningTokens, 32);
assert.equal((providerMetadata as { mull: { receipt: { endedBy: string } } }).mull.receipt.endedBy, 'max');

console.log(`\n${usage.outputTokenDetails.reasoningTokens} and 32 thinking tokens`);
await mull.close();
