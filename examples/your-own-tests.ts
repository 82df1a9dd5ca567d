import assert from 'node:assert/strict';
import { think } from 'mull';
import { scriptedEngine } from 'mull/testing';

// The model wants to stop after five tokens, is told to wait, and thinks better of it.
const engine = scriptedEngine({ script: ['it must be 4</think>', ' no, it is 5</think>', '5'] });
const { thinking, answer, receipt } = await think({ engine, prompt: 'What is 2 + 3?', budget: { waits: 1 } });

assert.equal(thinking, 'it must be 4Wait no, it is 5');
assert.equal(answer, '5');
assert.equal(receipt.bounds.waits.verdict, 'held');
console.log('the model waited once');
