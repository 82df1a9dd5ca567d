import type { Vote } from '../core/vote.ts';
import type { Ask } from './ask.ts';
import { countVotes } from './count-votes.ts';
import { forced } from './forced.ts';
import { openBranches, Samples } from './samples.ts';
import { leadProbability, samplesToDecide } from './stop-early.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

export interface AdaptiveOptions {
  /** Most samples, default 8. */
  readonly samples?: number;
  /** The vote ends once its leader is the most common answer with this probability, default 0.9. */
  readonly probability?: number;
  /**
   * Samples kept under way at least, default 1: no more than are certainly needed. More of them answer sooner; those
   * still running when the vote is decided are stopped, and what they wrote was in vain.
   */
  readonly ahead?: number;
  readonly of?: Strategy;
}

/** A majority vote that stops as soon as more samples would hardly change it. */
export function adaptive(options: AdaptiveOptions = {}): Strategy {
  const { samples: most = 8, probability = 0.9, ahead = 1, of = forced() } = options;
  return {
    text: strategyText('adaptive', { samples: most, probability, ahead: ahead === 1 ? undefined : ahead }, of),
    draws: most > 1,
    *play(facts) {
      const samples = new Samples();
      let votes: Vote[] = [];
      let opened = 0;
      let asks: readonly Ask[] = [];
      while (!isDecided(votes, most - samples.ended, probability)) {
        // Never more than could be needed: the fewest that can decide the vote, and those begun ahead.
        const needed = Math.max(ahead, samplesToDecide(votes, probability));
        const to = Math.max(opened, Math.min(most, samples.ended + needed));
        asks = [...asks, ...openBranches(facts, of, { from: opened, to })];
        opened = to;
        samples.add(yield asks);
        votes = countVotes(samples.ballots());
        asks = [{ type: 'vote', votes }];
      }
      return samples.elect(votes);
    },
  };
}

/** Whether more samples are not worth it, or cannot change anything. */
function isDecided(votes: readonly Vote[], left: number, probability: number): boolean {
  const [first = 0, second = 0] = votes.map(({ count }) => count);
  if (left === 0) return true;
  // The samples that are left cannot overtake the leader; a tie might go to whoever was seen first.
  if (first - second > left) return true;
  return first > 0 && leadProbability(votes) >= probability;
}
