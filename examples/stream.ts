import { think } from 'mull';
import { openEngine } from 'mull/node';

const engine = await openEngine('pebble');
const run = think({
  engine,
  prompt: 'Last digit: 9 a1*2 a2-1 a3*2 a4-2 b1+3 b2-3 b3+4 c1*2 c2-3?',
  budget: { waits: 3 },
});

for await (const event of run) {
  if (event.type === 'thinking-delta') process.stdout.write(event.forced ? `[${event.text}]` : event.text);
  if (event.type === 'thinking-delta' && event.text.includes('ok')) run.answer(); // it agrees with itself: answer now
  if (event.type === 'answer-start') process.stdout.write('\n');
  if (event.type === 'answer-delta') process.stdout.write(event.text);
}

const { receipt } = await run;
console.log(`\nended by ${receipt.endedBy}`);
await engine.close();
