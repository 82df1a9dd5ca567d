import { expect, test } from 'vitest';
import { macrotask, throughChannel } from '../../src/lockstep/macrotask.ts';

test.each([
  ['setImmediate', macrotask],
  ['a message channel, as in browsers', throughChannel()],
])('%s lets timers and earlier messages go first', async (_, wait) => {
  const order: string[] = [];
  await new Promise<void>((resolve) => setTimeout(resolve, 2));
  setTimeout(() => order.push('timer'), 0);
  for (const start = performance.now(); performance.now() - start < 3; );
  await Promise.all([wait().then(() => order.push('first')), wait().then(() => order.push('second'))]);
  for (let i = 0; i < 1000 && !order.includes('timer'); i += 1) await wait();
  expect(order.filter((entry) => entry !== 'timer')).toEqual(['first', 'second']);
  expect(order).toContain('timer');
});
