import { think } from 'mull';
import { openEngine } from 'mull/node';

const engine = await openEngine('pebble');
const { thinking, answer, receipt } = await think({
  engine,
  prompt: 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?',
  budget: { max: 200, waits: 2 },
});

console.log(thinking);
console.log(answer);
console.log(`${receipt.thinkingTokens} tokens, ${receipt.bounds.waits.happened} waits, ended by ${receipt.endedBy}`);
await engine.close();
