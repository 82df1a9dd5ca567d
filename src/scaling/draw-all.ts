import type { Vote } from '../core/vote.ts';
import type { Ask, Chain } from './ask.ts';
import { openBranches, Samples } from './samples.ts';
import { shareOf } from './share-of.ts';
import type { Facts, Strategy } from './strategy.ts';
import type { Told } from './told.ts';

export interface DrawAllOptions {
  readonly count: number;
  /** Most tokens of all together. */
  readonly tokens: number | undefined;
  readonly chain?: Chain | undefined;
  /** How the vote stands after each sample, for whoever watches. */
  readonly tally?: (samples: Samples) => readonly Vote[];
}

/** Asks for a fixed number of samples and waits for all of them. */
export function* drawAll(
  facts: Facts,
  of: Strategy,
  options: DrawAllOptions,
): Generator<readonly Ask[], Samples, Told> {
  const { count, tokens, chain, tally } = options;
  const samples = new Samples({ tokens, branches: count });
  const budget = shareOf(facts.budget, tokens, count);
  let asks: readonly Ask[] = openBranches(facts, of, { from: 0, to: count, budget, chain });
  while (samples.ended < count) {
    samples.add(yield asks);
    asks = tally === undefined ? [] : [{ type: 'vote', votes: tally(samples) }];
  }
  return samples;
}
