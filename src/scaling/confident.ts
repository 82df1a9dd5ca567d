import type { Vote } from '../core/vote.ts';
import type { Ask, Chain } from './ask.ts';
import { countVotes } from './count-votes.ts';
import { forced } from './forced.ts';
import { openBranches, Samples } from './samples.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

export interface ConfidentOptions {
  /** Most samples, default 16. */
  readonly samples?: number;
  /** Samples that are never stopped and show what confidence is usual for the question, default a quarter. */
  readonly warmup?: number;
  /** Share of the warm-up that the others must be as confident as, default 0.9 (the paper's DeepConf-high). */
  readonly keep?: number;
  /** Tokens over which the sliding mean of confidence is taken, default 64; the paper takes 2,048 of long traces. */
  readonly window?: number;
  /** Share of the weight one answer must have to end the vote, default 0.95. */
  readonly consensus?: number;
  readonly of?: Strategy;
}

/**
 * Confidence-weighted voting with early kill (DeepConf, Fu et al. 2025, arXiv 2508.15260): after a warm-up, a chain is
 * stopped as soon as its confidence over a window falls below what the warm-up shows, votes weigh what their chains'
 * lowest confidence was, and sampling ends on a consensus.
 */
export function confident(options: ConfidentOptions = {}): Strategy {
  const { samples: most = 16, keep = 0.9, window = 64, consensus = 0.95, of = forced() } = options;
  const { warmup = Math.max(2, Math.ceil(most / 4)) } = options;
  return {
    text: strategyText('confident', { samples: most, warmup, keep, window, consensus }, of),
    draws: most > 1,
    *play(facts) {
      const samples = new Samples();
      let votes: Vote[] = [];
      let opened = 0;
      let asks: readonly Ask[] = [];
      let chain: Chain = { measure: { window } };
      const begin = (to: number): void => {
        asks = [...asks, ...openBranches(facts, of, { from: opened, to, chain })];
        opened = to;
      };
      begin(Math.min(warmup, most));
      while (samples.ended < most) {
        samples.add(yield asks);
        votes = countVotes(samples.ballots(({ confidence }) => Math.max(leastWeight, confidence?.lowest ?? 0)));
        asks = [{ type: 'vote', votes }];
        if (samples.ended < warmup) continue;
        if (samples.ended === warmup) chain = { measure: { window, least: threshold(samples, keep) } };
        if ((votes[0]?.share ?? 0) >= consensus) break;
        // As many again as have ended keeps the slots busy; a consensus stops what is too many.
        begin(Math.min(most, Math.max(opened, samples.ended + warmup)));
      }
      return samples.elect(votes);
    },
  };
}

/** A chain of no confidence at all still has said something. */
const leastWeight = 1e-6;

/** The confidence that `keep` of the warm-up never fell below. */
function threshold(samples: Samples, keep: number): number | undefined {
  const lowest = samples.done.flatMap(([, { confidence }]) => confidence?.lowest ?? []).sort((a, b) => b - a);
  return lowest[Math.min(lowest.length - 1, Math.floor(keep * lowest.length))];
}
