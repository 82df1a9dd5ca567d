import { type Message, think } from 'mull';
import { openEngine } from 'mull/node';

const engine = await openEngine('pebble');
const messages: Message[] = [];

for (const content of ['Last digit: 3 a1+4 b1*2?', 'Last digit: 5 a1-4 b1*3 b2+1?']) {
  messages.push({ role: 'user', content });
  const { answer, message, receipt } = await think({ engine, messages, budget: 'low' });
  messages.push(message); // its thinking is kept here, but not sent again
  console.log(`${answer} (${receipt.usage.cached} of ${receipt.usage.prompt} prompt tokens were in the cache)`);
}
await engine.close();
