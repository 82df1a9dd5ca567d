import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../../src/adapter/open-engine.ts';
import type { Abilities } from '../../../src/engine/abilities.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { createHttpEngine } from '../../../src/http.ts';
import { think } from '../../../src/index.ts';
import { type LlamaServer, startLlamaServer } from '../../support/llama-server.ts';

const question = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';
const template = (name: string): string => join(import.meta.dirname, 'templates', `${name}.jinja`);
const ways = ['tokens', 'text', 'chat'] as const;

let tokenizer: Engine;
beforeAll(async () => {
  tokenizer = await openEngine('pebble');
});
afterAll(() => tokenizer.close());

/** Tokens of a text in the model's own tokenizer. */
async function tokensOf(text: string): Promise<number> {
  return (await tokenizer.encode!({ text, control: false })).length;
}

async function count(text: string, piece: string): Promise<number> {
  return text.split(piece).length - 1;
}

for (const showControl of [true, false]) {
  describe(`thinking on a real server that ${showControl ? 'shows' : 'hides'} control tokens in texts`, () => {
    let server: LlamaServer;
    beforeAll(async () => {
      server = await startLlamaServer({ template: template('pebble'), showControl });
    });
    afterAll(() => server.close());
    const connect = (continuation: Abilities['continuation']): Promise<Engine> =>
      createHttpEngine({ url: server.url, abilities: { continuation } });

    for (const way of ways) {
      test(`by ${way}: the maximum cuts after exactly so many tokens, and the receipt agrees with the transcript`, async () => {
        const engine = await connect(way);
        const { thinking, answer, receipt } = await think({ engine, prompt: question, budget: { max: 12 } });
        expect(receipt.bounds.max).toEqual({ asked: 12, effective: 12, happened: 12, by: 'mull', verdict: 'held' });
        expect(receipt.endedBy).toBe('max');
        expect(receipt.counting).toBe(way === 'tokens' ? 'exact' : 'reported');
        expect(await tokensOf(thinking)).toBe(12);
        expect(answer).toMatch(/^Final Answer: \d$/);
        await engine.close();
      });

      test(`by ${way}: two Waits happen, each stands in the transcript, and every token of it is counted`, async () => {
        const engine = await connect(way);
        const budget = { max: 200, waits: 2 };
        const { thinking, answer, receipt } = await think({ engine, prompt: question, budget });
        expect(receipt.bounds.waits).toEqual({ asked: 2, effective: 2, happened: 2, by: 'mull', verdict: 'held' });
        expect(await count(thinking, 'Wait')).toBe(2);
        expect(receipt.thinkingTokens).toBe(await tokensOf(thinking));
        expect(receipt.bounds.min.happened).toBe(receipt.thinkingTokens - 2);
        expect(receipt.endedBy).toBe('model');
        expect(thinking).not.toContain('answer');
        // The Waits have changed the answer: without them it is 9.
        expect(answer).toBe('Final Answer: 3');
        await engine.close();
      });

      test(`by ${way}: a minimum makes the model go on until it has sampled enough`, async () => {
        const engine = await connect(way);
        const budget = { min: 60, max: 120, message: 'Wait' };
        const { thinking, receipt } = await think({ engine, prompt: question, budget });
        expect(receipt.bounds.min.verdict).toBe('held');
        expect(receipt.bounds.min.happened).toBeGreaterThanOrEqual(60);
        expect(receipt.thinkingTokens).toBe(await tokensOf(thinking));
        await engine.close();
      });

      test(`by ${way}: no thinking at all`, async () => {
        const engine = await connect(way);
        const { thinking, answer, receipt } = await think({ engine, prompt: question, budget: 'none' });
        expect(thinking).toBe('');
        expect(answer).toMatch(/^Final Answer: \d$/);
        expect(receipt.thinkingTokens).toBe(0);
        await engine.close();
      });

      test(`by ${way}: of a Wait nothing is evaluated again that the server has in its cache`, async () => {
        const engine = await connect(way);
        const { receipt } = await think({ engine, prompt: question, budget: { max: 200, waits: 4 } });
        const { prompt, cached, evaluated, sampled } = receipt.usage;
        const appended = receipt.forcedTokens + receipt.bounds.waits.happened;
        // One more per request: the last token is looked at again for what follows it.
        const requests = 2 * receipt.bounds.waits.happened + 2;
        expect(evaluated).toBeLessThanOrEqual(prompt - cached + sampled + appended + requests);
        await engine.close();
      });
    }
  });
}

describe('a server whose template does not know how its model thinks, and which hides control tokens', () => {
  let server: LlamaServer;
  beforeAll(async () => {
    server = await startLlamaServer({ template: template('silent'), showControl: false });
  });
  afterAll(() => server.close());

  test('by messages the end of thinking would pass unseen, so that way is refused and says why', async () => {
    const connecting = createHttpEngine({ url: server.url, abilities: { continuation: 'chat' } });
    await expect(connecting).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
      message: expect.stringContaining('made the model write <|im_start|>, and the text did not show it'),
    });
  });

  test('left alone, it shows no thinking, and the receipt says that there was none to be seen', async () => {
    const engine = await createHttpEngine({ url: server.url, abilities: { continuation: 'none' } });
    const { thinking, receipt } = await think({ engine, prompt: question });
    expect(thinking).toBe('');
    expect(receipt.endedBy).toBe('none');
    expect(receipt.bounds.max.by).toBe('nobody');
    expect(receipt.warnings.map((warning) => warning.code)).toContain('W_NO_THINKING');
    for (const budget of [{ max: 12 }, { min: 12 }, { waits: 1 }]) {
      await expect(think({ engine, prompt: question, budget })).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
    }
    await engine.close();
  });

  test('by ids and by text everything is held all the same', async () => {
    for (const continuation of ['tokens', 'text'] as const) {
      const engine = await createHttpEngine({ url: server.url, abilities: { continuation } });
      const { receipt, answer } = await think({ engine, prompt: question, budget: { max: 200, waits: 2 } });
      expect(receipt.bounds.waits.verdict).toBe('held');
      expect(answer).toBe('Final Answer: 3');
      await engine.close();
    }
  });
});

describe('a maximum of its own that a real server takes', () => {
  const tried = { probe: 'thorough', probeQuestion: question } as const;

  test('is not believed where the server accepts it and thinks on', async () => {
    const server = await startLlamaServer({ template: template('pebble') });
    const engine = await createHttpEngine({ url: server.url, abilities: { continuation: 'none' }, ...tried });
    expect(engine.facts.ownMaximum.value).toBe(undefined);
    expect(engine.facts.ownMaximum.how).toContain(
      'reasoning_budget_tokens: asked for 14 tokens of thinking instead of 42, and it took 42',
    );
    await expect(think({ engine, prompt: question, budget: { max: 14 } })).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
    });
    await engine.close();
    await server.close();
  });

  test('is used where it is seen to hold', async () => {
    const server = await startLlamaServer({ template: template('tags') });
    const engine = await createHttpEngine({ url: server.url, abilities: { continuation: 'none' }, ...tried });
    expect(engine.facts.ownMaximum.value).toBe('reasoning_budget_tokens');
    const { receipt } = await think({ engine, prompt: question, budget: { max: 8 } });
    expect(receipt.bounds.max.by).toBe('engine');
    expect(receipt.bounds.max.happened).toBeLessThan(42);
    await engine.close();
    await server.close();
  });
});
