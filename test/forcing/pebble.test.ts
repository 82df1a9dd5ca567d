import { afterAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
import type { Message } from '../../src/core/message.ts';
import { think } from '../../src/forcing/think.ts';

// The transcript that the model's description shows: a wrong natural answer, put right by three Waits.
const prompt = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';
const engine = await openEngine('pebble');
afterAll(() => engine.close());

describe('the bundled model', () => {
  test('ends its thinking by itself, and is wrong', async () => {
    const { thinking, answer, receipt } = await think({ engine, prompt });
    expect(thinking).toBe('\nSo a1 8-3=5 b1 5*2=0 b2 0-1=9 9 c1-2 c2+5 c3-2 c4-3=1 d1-2 d2*3 d3*2 d4*3=6 e1+3=9\n');
    expect([answer, receipt.endedBy, receipt.counting, receipt.warnings]).toEqual([
      'Final Answer: 9',
      'model',
      'exact',
      [],
    ]);
  });

  test('is cut at 16 tokens', async () => {
    const { answer, receipt } = await think({ engine, prompt, budget: { max: 16 } });
    expect(answer).toMatch(/^Final Answer: \d$/);
    expect(receipt).toMatchObject({
      thinkingTokens: 16,
      endedBy: 'max',
      bounds: { max: { verdict: 'held', by: 'mull' } },
    });
  });

  test('is told to wait three times, checks itself, and is right', async () => {
    const { thinking, answer, receipt } = await think({ engine, prompt, budget: { waits: 3 } });
    expect(thinking).toContain('\nWait d1 7-2=5 d2 5*3=5 d3 5*2=0 d4 0*3=0 no 0 e1+3=3\n');
    expect([answer, receipt.bounds.waits.happened]).toEqual(['Final Answer: 3', 3]);
  });

  test('evaluates each token once: four Waits cost the tokens of four Waits', async () => {
    const fresh = await openEngine('pebble');
    const { receipt } = await think({ engine: fresh, prompt, budget: { waits: 4 } });
    const { usage, forcedTokens } = receipt;
    expect(usage.cached).toBe(0);
    expect(usage.evaluated).toBe(usage.prompt + usage.sampled - usage.discarded + forcedTokens);
    await fresh.close();
  });

  test('keeps what it evaluated between the turns of a conversation', async () => {
    const messages: Message[] = [{ role: 'user', content: prompt }];
    const first = await think({ engine, messages, budget: { max: 20 } });
    messages.push(first.message, { role: 'user', content: 'Last digit: 5 a1-4 b1*3 b2+1?' });
    const second = await think({ engine, messages });
    // Thinking is not sent again, so the common beginning ends with the first question.
    expect(second.receipt.usage.cached).toBeGreaterThanOrEqual(first.receipt.usage.prompt - 2);
    const kept = await think({ engine, messages, keepThinking: true });
    expect(kept.receipt.usage.prompt).toBeGreaterThan(second.receipt.usage.prompt + 15);
  });

  test('gives the same tokens for the same seed at temperature 1, alone and among others', async () => {
    const sampled = { engine, prompt, sampling: { temperature: 1 }, budget: { waits: 1 } };
    const alone = await think({ ...sampled, seed: 5 });
    const together = await Promise.all([3, 4, 5, 6, 7, 8].map((seed) => think({ ...sampled, seed })));
    expect(together[2]?.thinking).toBe(alone.thinking);
    expect(new Set(together.map((result) => result.thinking)).size).toBeGreaterThan(1);
  });
});
