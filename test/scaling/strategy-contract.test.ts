import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll } from 'vitest';
import { createPocketEngine } from '../../src/adapter/pocket/create-pocket-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { adaptive } from '../../src/scaling/adaptive.ts';
import { bestOf } from '../../src/scaling/best-of.ts';
import { beyond } from '../../src/scaling/beyond.ts';
import { conditional } from '../../src/scaling/conditional.ts';
import { confident } from '../../src/scaling/confident.ts';
import { doubting } from '../../src/scaling/doubting.ts';
import { forced } from '../../src/scaling/forced.ts';
import { majority } from '../../src/scaling/majority.ts';
import { probing } from '../../src/scaling/probing.ts';
import { rejection } from '../../src/scaling/rejection.ts';
import { rotating } from '../../src/scaling/rotating.ts';
import { shortest } from '../../src/scaling/shortest.ts';
import { spend } from '../../src/scaling/spend.ts';
import type { Strategy } from '../../src/scaling/strategy.ts';
import { weighted } from '../../src/scaling/weighted.ts';
import { scriptedEngine } from '../../src/testing/scripted-engine.ts';
import { type StrategyContractOptions, strategyContract } from './strategy-contract.ts';

const words = 'So first we take two and add three then check it again because that may be wrong but no it is 1 2 3 4 5';
const list = words.split(' ');

/** A model whose thinking and answer depend on the seed, in an order that has nothing to do with it. */
function rambling(seed: number): readonly string[] {
  const length = 4 + (seed % 13);
  const thinking = Array.from({ length }, (_, index) => list[(seed + index * 7) % list.length]).join(' ');
  return [`${thinking}</think>`, ` ${1 + (seed % 3)}`, ' hm</think>', ` ${1 + (seed % 2)}`];
}

const pebble = new Uint8Array(readFileSync(resolve(import.meta.dirname, '../../models/pebble.gguf')));

/** One engine for each number of slots: reading the model takes longer than asking it. */
const opened = new Map<number, Promise<Engine>>();
async function sharedPebble(slots: number): Promise<Engine> {
  const opening = opened.get(slots) ?? createPocketEngine({ model: pebble, slots });
  opened.set(slots, opening);
  const engine = await opening;
  return {
    id: engine.id,
    model: engine.model,
    abilities: engine.abilities,
    encode: (part) => engine.encode!(part),
    open: (prompt, options) => engine.open(prompt, options),
    close: async () => undefined,
  };
}
afterAll(async () => {
  for (const opening of opened.values()) await (await opening).close();
});

const engines: readonly Pick<StrategyContractOptions, 'name' | 'open' | 'prompt' | 'faults'>[] = [
  {
    name: 'the scripted engine',
    open: ({ slots = 3, faults = [] }) =>
      scriptedEngine({ script: (_prompt, seed) => rambling(seed), words: [words], slots, faults }),
    prompt: 'What is 2 + 3?',
    faults: true,
  },
  {
    name: 'pebble',
    open: ({ slots = 3 }) => sharedPebble(slots),
    prompt: 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2?',
    faults: false,
  },
];

const strategies: readonly (Pick<StrategyContractOptions, 'name' | 'survivesFailure' | 'mostTokens'> & {
  readonly strategy: () => Strategy;
  readonly forks?: number;
})[] = [
  { name: 'budget forcing', strategy: () => forced({ waits: 1 }), survivesFailure: false },
  { name: 'majority', strategy: () => majority({ samples: 5 }), survivesFailure: true },
  {
    name: 'majority of forced chains with one budget',
    strategy: () => majority({ samples: 5, tokens: 100, of: forced({ waits: 1 }) }),
    survivesFailure: true,
    mostTokens: 100,
  },
  { name: 'adaptive', strategy: () => adaptive({ samples: 6, ahead: 2 }), survivesFailure: true },
  { name: 'weighted', strategy: () => weighted({ samples: 4, of: forced({ waits: 1 }) }), survivesFailure: true },
  { name: 'shortest', strategy: () => shortest({ samples: 4 }), survivesFailure: true },
  { name: 'confident', strategy: () => confident({ samples: 6, warmup: 2, window: 3 }), survivesFailure: true },
  {
    name: 'probing',
    strategy: () => probing({ every: 3, agree: 2, budget: { waits: 1 } }),
    survivesFailure: false,
    forks: 1,
  },
  { name: 'doubting', strategy: () => doubting({ probes: 2, waits: 2 }), survivesFailure: false, forks: 2 },
  {
    name: 'rotating',
    strategy: () => rotating({ messages: ['Wait', 'Hmm'], policy: 'least-used', waits: 3, stable: 2 }),
    survivesFailure: false,
    forks: 1,
  },
  {
    name: 'majority of probing chains',
    strategy: () => majority({ samples: 3, of: probing({ every: 4, agree: 2 }) }),
    survivesFailure: true,
    forks: 1,
  },
  { name: 'beyond the window', strategy: () => beyond({ tokens: 30, window: 6 }), survivesFailure: false },
  {
    name: 'beyond the window with summaries',
    strategy: () => beyond({ tokens: 30, window: 6, carry: 'summary', summary: 4 }),
    survivesFailure: false,
  },
  {
    name: 'one budget for all',
    strategy: () => spend({ tokens: 90, agree: 2, stable: 2, samples: 4 }),
    survivesFailure: true,
    forks: 1,
    mostTokens: 90,
  },
  { name: 'rejection', strategy: () => rejection({ within: 12, tries: 5 }), survivesFailure: true },
  { name: 'token-conditional', strategy: () => conditional({ tokens: 8 }), survivesFailure: false },
  {
    name: 'token-conditional with forcing',
    strategy: () => conditional({ tokens: 8, force: true }),
    survivesFailure: false,
  },
  {
    name: 'step-conditional with forcing',
    strategy: () => conditional({ steps: 1, force: true }),
    survivesFailure: false,
  },
  { name: 'class-conditional', strategy: () => conditional({ length: 'short' }), survivesFailure: false },
  { name: 'best-of-n', strategy: () => bestOf({ samples: 4 }), survivesFailure: true },
  {
    name: 'majority of the best of two',
    strategy: () => majority({ samples: 3, of: bestOf({ samples: 2 }) }),
    survivesFailure: true,
  },
];

for (const engine of engines) {
  for (const { name, forks = 0, ...strategy } of strategies) {
    strategyContract({ ...engine, ...strategy, name: `${name} on ${engine.name}`, fewestSlots: 1 + forks });
  }
}
