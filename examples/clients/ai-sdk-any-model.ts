import assert from 'node:assert/strict';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, wrapLanguageModel } from 'ai';
import { budgetMiddleware } from 'mull/ai-sdk';
import { startDialect } from 'mull/testing/servers';

// Stands for your vLLM: a server that behaves as its documentation says, with a script for a model.
const vllm = await startDialect('vllm', {
  script: ['it must be four and nothing else</think>', ' no, it is five</think>', 'It is 5.'],
  behaviour: { prefilledThinking: true },
});

const host = createOpenAICompatible({ name: 'vllm', baseURL: vllm.url });
const model = wrapLanguageModel({ model: host(vllm.model), middleware: budgetMiddleware({ budget: { waits: 1 } }) });
const { text, finalStep } = await generateText({ model, prompt: 'What is 2 + 3?' });

assert.equal(finalStep.reasoningText, 'it must be four and nothing elseWait no, it is five');
assert.equal(text, 'It is 5.');
console.log('a model of another provider waited once');
await vllm.close();
