import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createPocketEngine } from '../../src/adapter/pocket/create-pocket-engine.ts';
import { bestOf } from '../../src/scaling/best-of.ts';
import { forced } from '../../src/scaling/forced.ts';
import { majority } from '../../src/scaling/majority.ts';
import type { Strategy } from '../../src/scaling/strategy.ts';
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
    open: ({ slots = 3 }) => createPocketEngine({ model: pebble, slots }),
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
