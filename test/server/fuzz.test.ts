import { expect, test } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
import { fuzz } from './fuzz.ts';
import { serve } from './served.ts';

test('1,500 spoilt requests: no crash, no broken connection, no error without a code', async () => {
  const { url, post } = await serve(await openEngine('pebble'));
  const { statuses, defects } = await fuzz(url, { requests: 1500, seed: 1, atOnce: 8 });
  expect(defects).toEqual([]);
  // As many good as bad ones, or nothing was tried.
  expect(statuses[200]).toBeGreaterThan(300);
  expect(statuses[400]).toBeGreaterThan(300);
  const after = await post('/v1/chat/completions', { messages: [{ role: 'user', content: 'Why?' }], max_tokens: 8 });
  expect(after.status).toBe(200);
});
