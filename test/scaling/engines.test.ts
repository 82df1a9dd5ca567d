import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLlamaEngine } from '../../src/adapter/llama/create-llama-engine.ts';
import { openEngine } from '../../src/adapter/open-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createHttpEngine } from '../../src/http.ts';
import { doubting } from '../../src/scaling/doubting.ts';
import { probing } from '../../src/scaling/probing.ts';
import { think } from '../../src/scaling/think.ts';
import { type LlamaServer, startLlamaServer } from '../support/llama-server.ts';
import { metered } from '../support/metered-engine.ts';

const pebble = resolve(import.meta.dirname, '../../models/pebble.gguf');
const prompt = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';

let server: LlamaServer;
beforeAll(async () => {
  server = await startLlamaServer();
});
afterAll(() => server.close());

const engines: readonly { readonly name: string; readonly open: () => Promise<Engine>; readonly exact: boolean }[] = [
  { name: 'pocket', open: () => openEngine('pebble'), exact: true },
  { name: 'llama', open: () => createLlamaEngine({ path: pebble, slots: 4 }), exact: true },
  { name: 'a real llama-server', open: () => createHttpEngine({ url: server.url }), exact: false },
];

describe.each(engines)('$name', ({ open, exact }) => {
  test('runs strategies of every kind: a vote, probes, confidence, a judge, controls, one budget', async () => {
    const meter = metered(await open());
    const { logprobs } = meter.engine.abilities;
    const strategies = [
      'majority:samples=3,waits=1',
      'adaptive:samples=4',
      'probing:every=8,agree=2,waits=1',
      'doubting:probes=2,waits=2',
      'rotating:messages=Wait,waits=2,stable=2',
      'beyond:tokens=60,window=30',
      'rejection:within=60,tries=3',
      'conditional:tokens=40,force=true',
      'spend:tokens=150',
      ...(logprobs > 0 ? ['confident:samples=4,window=8', 'weighted:samples=2', 'best-of:samples=2'] : []),
      'best-of:samples=2,score=judge',
    ];
    for (const strategy of strategies) {
      const { answer, branches = [], total } = await think({ engine: meter.engine, prompt, strategy });
      expect(answer, strategy).not.toBe('');
      for (const { receipt, state } of branches)
        if (state === 'done') expect(receipt?.thinkingTokens).toBeGreaterThan(0);
      expect(total?.thinkingTokens, strategy).toBeGreaterThan(0);
      expect(meter.unclosed, strategy).toBe(0);
    }
    await meter.engine.close();
  }, 60_000);

  test('leaves a thinking that is probed as it is, and probes cost their own tokens only', async () => {
    const engine = await open();
    const plain = await think({ engine, prompt, budget: { waits: 2 } });
    await engine.close();
    const never = 999;
    for (const strategy of [probing({ every: 5, agree: never }), doubting({ probes: 2, waits: 2 })]) {
      const meter = metered(await open());
      const probed = await think({ engine: meter.engine, prompt, budget: { waits: 2 }, strategy });
      await meter.engine.close();
      if (strategy.text.startsWith('probing')) expect(probed.thinking).toBe(plain.thinking);
      if (!exact) continue;
      const { usage, probeTokens = 0, forcedTokens = 0 } = probed.total ?? {};
      const probes = meter.opened - 1;
      expect(probes).toBeGreaterThan(1);
      // The chain itself evaluates each of its tokens once, as if nobody had looked.
      const own = probed.receipt.usage;
      expect(own.evaluated).toBe(own.prompt - own.cached + own.sampled - own.discarded + probed.receipt.forcedTokens);
      // A probe evaluates one token of the thinking again, for what comes behind it, and what it writes itself.
      const evaluated = (usage?.evaluated ?? 0) - own.evaluated;
      expect(evaluated).toBeLessThanOrEqual(probeTokens + (forcedTokens - probed.receipt.forcedTokens) + probes);
      expect(evaluated).toBeGreaterThan(probeTokens - probes);
    }
  }, 60_000);
});
