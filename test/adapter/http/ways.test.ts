import { describe, expect, test } from 'vitest';
import { createHttpEngine, offeredWays } from '../../../src/http.ts';
import { think } from '../../../src/index.ts';
import { connect, counted, question, serve, thought } from '../../support/a-thinking-server.ts';

describe('the one way in which a server is to be used', () => {
  test('each way that a server offers can be taken, and every other one is refused with what was seen', async () => {
    const server = await serve('vllm');
    const { facts } = await connect(server, { probe: 'thorough' });
    expect(offeredWays(facts).map(({ way, offered }) => `${way}: ${offered}`)).toEqual([
      'tokens: true',
      'text: true',
      'chat: true',
      'own: true',
      'effort: true',
    ]);
    for (const { way } of offeredWays(facts)) {
      const engine = await connect(server, { way });
      expect(engine.abilities.continuation).toBe(way === 'own' || way === 'effort' ? 'none' : way);
      await engine.close();
    }
    const other = await serve('openai');
    for (const way of ['tokens', 'text', 'chat', 'own'] as const) {
      await expect(connect(other, { way }), way).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
    }
  });

  test('a maximum of its own and an effort do not stand in for one another', async () => {
    const server = await serve('vllm');
    const own = await connect(server, { way: 'own' });
    expect(own.abilities).toMatchObject({ nativeMax: true, nativeEffort: false });
    const { receipt } = await think({ engine: own, prompt: question, budget: { max: 5 } });
    expect(receipt.bounds.max).toMatchObject({ asked: 5, happened: 5, by: 'engine', verdict: 'held' });
    await own.close();
    const effort = await connect(server, { way: 'effort' });
    expect(effort.abilities).toMatchObject({ nativeMax: false, nativeEffort: true });
    await expect(think({ engine: effort, prompt: question, budget: { max: 5 } })).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
      hint: expect.stringContaining('It takes budget.effort.'),
    });
    await effort.close();
  });
});

describe("a server's own minimum", () => {
  const parts = ['Let me see, two and three are four.</think>', ' no, it is five</think>', ' It is 5.'];
  const script = (prompt: string): string | string[] =>
    prompt.includes('Count') ? `${thought}</think>${counted}` : parts;

  for (const name of ['vllm', 'sglang'] as const) {
    test(`${name}: one request holds it, no message is needed, and the receipt says who held it`, async () => {
      const server = await serve(name, { script, words: [thought, counted, ...parts] });
      const engine = await connect(server);
      expect(engine.facts.ownMinimum).toMatchObject({ value: true, foundBy: 'observed' });
      expect(engine.abilities.nativeMin).toBe(true);
      const before = server.requests.length;
      const { receipt, thinking } = await think({ engine, prompt: question, budget: { min: 12, max: 40 } });
      expect(receipt.bounds.min).toMatchObject({ asked: 12, by: 'engine', verdict: 'held' });
      expect(receipt.bounds.waits.happened).toBe(0);
      expect(thinking).not.toContain('Wait');
      const asked = server.requests.slice(before).filter(({ path }) => path.endsWith('/completions'));
      expect(asked.map(({ body }) => (body as { min_tokens?: number }).min_tokens)).toEqual([12, undefined]);
      await engine.close();
    });

    test(`${name}: the ban behind a Wait takes no request of its own`, async () => {
      const server = await serve(name, { script, words: [thought, counted, ...parts] });
      const engine = await connect(server);
      const before = server.requests.length;
      const { receipt, thinking } = await think({ engine, prompt: question, budget: { waits: 1 } });
      expect(thinking).toBe('Let me see, two and three are four.Wait no, it is five');
      expect(receipt.bounds.waits).toMatchObject({ happened: 1, by: 'mull', verdict: 'held' });
      const asked = server.requests.slice(before).filter(({ path }) => path.endsWith('/completions'));
      expect(asked.length).toBe(3);
      expect(asked[1]!.body).toMatchObject({ min_tokens: 1 });
      expect(asked[1]!.body).not.toHaveProperty('logit_bias');
      await engine.close();
    });
  }

  test('a field that is accepted and ignored is none: mull suppresses ends itself', async () => {
    const server = await serve('vllm', {
      script,
      words: [thought, counted, ...parts],
      behaviour: { minimum: 'ignored' },
    });
    const engine = await connect(server);
    expect(engine.facts.ownMinimum.how).toContain('it came at once');
    const { receipt, thinking } = await think({ engine, prompt: question, budget: { min: 12, max: 40 } });
    expect(receipt.bounds.min).toMatchObject({ by: 'mull', verdict: 'held' });
    expect(thinking).toContain('Wait');
    await engine.close();
  });

  test('is checked all the same: what ends too early in spite of it is suppressed, and the receipt says by whom', async () => {
    const server = await serve('vllm', {
      script,
      words: [thought, counted, ...parts],
      behaviour: { minimum: 'ignored' },
    });
    const engine = await connect(server, { facts: { ownMinimum: true } });
    expect(engine.abilities.nativeMin).toBe(true);
    const { receipt } = await think({ engine, prompt: question, budget: { min: 12, max: 40 } });
    expect(receipt.bounds.min).toMatchObject({ by: 'mull', verdict: 'held' });
    expect(receipt.bounds.waits.happened).toBeGreaterThan(0);
    await engine.close();
  });

  test('a message or Waits of the caller are not replaced by it', async () => {
    const server = await serve('vllm', { script, words: [thought, counted, ...parts, 'Hmm,'] });
    const engine = await connect(server);
    for (const budget of [
      { min: 12, message: 'Hmm,' },
      { min: 12, waits: 1 },
    ]) {
      const { receipt, thinking } = await think({ engine, prompt: question, budget });
      expect(receipt.bounds.min).toMatchObject({ by: 'mull', verdict: 'held' });
      expect(thinking).toMatch(/Hmm,|Wait/);
    }
    await engine.close();
  });
});

describe('an effort', () => {
  const hosts = [
    ['openai', 'reasoning_effort', 'gpt-5.2'],
    ['openrouter', 'reasoning_effort', 'openai/gpt-5'],
    ['deepseek', 'thinking.type', undefined],
    ['ollama', 'reasoning_effort', undefined],
  ] as const;

  for (const [name, field, model] of hosts) {
    test(`${name}: it is passed on as ${field}, and the receipt says who was to hold it and what came of it`, async () => {
      const server = await serve(name, { ...(model && { model }) });
      const engine = await connect(server, { way: 'effort' });
      expect(engine.facts.ownEffort).toMatchObject({ value: { field }, foundBy: 'observed' });
      const { receipt } = await think({ engine, prompt: question, budget: 'high' });
      const said = server.requests.findLast(({ body }) => (body as { stream?: boolean }).stream);
      expect(said!.body).toMatchObject({ reasoning_effort: 'high' });
      expect(receipt.effort).toEqual({ asked: 'high', by: 'engine' });
      expect(receipt.bounds.max).toMatchObject({ by: 'engine', happened: receipt.thinkingTokens });
      expect(receipt.thinkingTokens).toBeGreaterThan(30);
      for (const budget of [{ min: 5 }, { waits: 1 }]) {
        await expect(think({ engine, prompt: question, budget })).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
      }
      await engine.close();
    });
  }

  test('an effort that a server takes and ignores is none', async () => {
    const server = await serve('vllm', { behaviour: { effort: false } });
    const engine = await connect(server, { probe: 'thorough' });
    expect(engine.facts.ownEffort.value).toMatchObject({ field: 'reasoning_effort' });
    expect(engine.facts.ownEffort.how).toContain('nonsense was refused');
    await engine.close();
    const ignoring = await connect(await serve('deepseek', { behaviour: { effort: false } }));
    expect(ignoring.facts.ownEffort.value).toBeUndefined();
    await expect(think({ engine: ignoring, prompt: question, budget: 'low' })).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
    });
    await ignoring.close();
  });

  test('no thinking is an effort where the server switches it off', async () => {
    const server = await serve('openrouter', { model: 'openai/gpt-5' });
    const engine = await connect(server, { way: 'effort' });
    const { receipt, answer } = await think({ engine, prompt: question, budget: { max: 0 } });
    expect(server.requests.at(-1)!.body).toMatchObject({ reasoning_effort: 'none' });
    expect([receipt.thinkingTokens, answer]).toEqual([0, 'It is 5.']);
    await engine.close();
  });
});

describe('what is known better than the probe finds out', () => {
  test('stands in its place, fact by fact, and need not be found out', async () => {
    const server = await serve('vllm', { behaviour: { tokenizer: false, prefill: 'ignored' } });
    const facts = { contextSize: 777, ownMaximum: null, ownEffort: { field: 'reasoning_effort', none: true } } as const;
    const engine = await connect(server, { facts });
    expect(engine.model.contextSize).toBe(777);
    expect(engine.facts.ownMaximum).toEqual({ value: undefined, foundBy: 'told', how: 'in the options of the engine' });
    expect(engine.abilities).toMatchObject({ continuation: 'none', nativeMax: false, nativeEffort: true });
    expect(server.requests.every(({ body }) => !('thinking_token_budget' in ((body ?? {}) as object)))).toBe(true);
    await engine.close();
  });

  test('a fact that is none is refused', async () => {
    const url = 'http://127.0.0.1:1/v1';
    await expect(createHttpEngine({ url, facts: { contextsize: 1 } as never })).rejects.toMatchObject({
      code: 'E_OPTION_INVALID',
      hint: 'Did you mean "contextSize"?',
    });
  });
});
