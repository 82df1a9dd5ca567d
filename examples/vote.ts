import { forced, majority, think } from 'mull';
import { openEngine } from 'mull/node';

const engine = await openEngine('pebble');
const { answer, votes, branches, total } = await think({
  engine,
  prompt: 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?',
  strategy: majority({ samples: 5, of: forced({ waits: 2 }) }), // or 'majority:samples=5,waits=2'
});

console.log(answer);
for (const vote of votes ?? []) console.log(`${vote.answer}: ${vote.count} of 5`);
console.log(`${branches?.length} chains with a receipt each, ${total?.thinkingTokens} thinking tokens together`);
await engine.close();
