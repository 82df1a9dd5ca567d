import type { Vote } from '../core/vote.ts';
import { countVotes } from './count-votes.ts';
import { drawAll } from './draw-all.ts';
import { forced } from './forced.ts';
import type { MajorityOptions } from './majority.ts';
import type { Samples } from './samples.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

/**
 * Majority voting that prefers short thinking (Zeng et al. 2025, arXiv 2502.12215): each answer has its number of votes
 * divided by the logarithm of their mean thinking tokens. Right solutions are often the shorter ones.
 */
export function shortest(options: MajorityOptions = {}): Strategy {
  const { samples: count = 8, tokens, of = forced() } = options;
  return {
    text: strategyText('shortest', { samples: count, tokens }, of),
    draws: count > 1,
    *play(facts) {
      const samples = yield* drawAll(facts, of, { count, tokens, tally: weighedByLength });
      return samples.elect(weighedByLength(samples));
    },
  };
}

function weighedByLength(samples: Samples): Vote[] {
  const lengths = new Map(samples.done.map(([branch, { receipt }]) => [branch, receipt.thinkingTokens]));
  const votes = countVotes(samples.ballots());
  const weighed = votes.map((vote) => {
    const mean = vote.branches.reduce((sum, branch) => sum + lengths.get(branch)!, 0) / vote.branches.length;
    // Below e tokens the logarithm would count against few tokens, or be nothing.
    return { ...vote, weight: vote.count / Math.log(Math.max(Math.E, mean)) };
  });
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return weighed.map((vote) => ({ ...vote, share: vote.weight / total })).sort((a, b) => b.weight - a.weight);
}
