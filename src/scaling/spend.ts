import type { BudgetFields } from '../core/budget.ts';
import { MullError } from '../core/mull-error.ts';
import type { Vote } from '../core/vote.ts';
import type { Ask, Open } from './ask.ts';
import { atMost } from './at-most.ts';
import { branchSeed } from './branch-seed.ts';
import { countVotes } from './count-votes.ts';
import { holdOf, probedAnswers } from './one-chain.ts';
import { isStable } from './probing.ts';
import { Samples } from './samples.ts';
import { answerShareOf } from './share-of.ts';
import type { Facts, Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';
import type { Told } from './told.ts';

/** What may be spent on one question; at least one of tokens, cost and seconds. */
export interface SpendOptions {
  /** Most thinking, answer and probe tokens of everything together. */
  readonly tokens?: number;
  /** Most of your currency, at `price` for a million tokens written; what prompts cost comes on top. */
  readonly cost?: number;
  readonly price?: number;
  /** Seconds after which thinking ends everywhere and nothing more is begun; the answer still follows. */
  readonly seconds?: number;
  /** A thinking is not made longer once its last so many ends lead to one answer, default 3. */
  readonly stable?: number;
  /** Most Waits of one chain, default 8. */
  readonly waits?: number;
  /** Most chains, default 8. */
  readonly samples?: number;
  /** So many chains have to agree before it stops early, default 1: one whose own ends agree is enough. */
  readonly agree?: number;
  /** Most tokens of a probe, default 8. */
  readonly probe?: number;
  readonly budget?: Omit<BudgetFields, 'waits'>;
}

/** In the order of the text form. */
const spendFields = ['tokens', 'cost', 'price', 'seconds', 'stable', 'waits', 'samples', 'agree', 'probe'] as const;

/**
 * One budget for Waits and samples, chosen per question: a chain is told to wait while the answers its ends lead to still
 * change, and further chains are drawn while those before did not settle or do not agree.
 */
export function spend(options: SpendOptions): Strategy {
  const { stable = 3, waits = 8, samples: most = 8, agree = 1, probe = 8, seconds, budget = {} } = options;
  // As given: of so many fields the defaults would hide what was asked for.
  const given = spendFields.map((field) => [field, options[field]] as const);
  const tokens = tokensOf(options);
  return {
    text: strategyText('spend', { ...Object.fromEntries(given), ...budget }),
    draws: false,
    *play(facts) {
      const samples = new Samples({ tokens: Number.isFinite(tokens) ? tokens : undefined, branches: 1 });
      const bounds: BudgetFields = { ...facts.budget, ...budget };
      const answer = answerShareOf(bounds, tokens);
      let votes: Vote[] = [];
      let elapsed = 0;
      for (let branch = 0; branch < most; branch += 1) {
        const room = tokens - samples.tokens - (answer ?? 0);
        const time = seconds === undefined ? {} : { seconds: seconds - elapsed };
        const max = Number.isFinite(room) ? atMost(bounds, Math.max(0, room)) : bounds.max;
        const open = openChain(facts, branch, { ...budget, ...time, waits: 0, max, answer });
        const settled = yield* thinkUntilStable(samples, open, { stable, waits, probe, room });
        const last = samples.done.at(-1)?.[1];
        elapsed += last?.seconds ?? 0;
        votes = countVotes(samples.ballots());
        const agreed = votes.length === 1 && votes[0]!.count >= agree;
        if (agreed && (settled || agree > 1)) break;
        if (isDecided(votes, most - branch - 1)) break;
        // Another chain would cost about what those before did.
        if (samples.done.length > 0 && tokens - samples.tokens < samples.tokens / samples.done.length) break;
        if (seconds !== undefined && elapsed >= seconds) break;
      }
      return samples.elect(votes);
    },
  };
}

/** One chain: at each of its ends, is it worth going on? Gives whether its answer had settled. */
function* thinkUntilStable(
  samples: Samples,
  open: Open,
  bounds: { readonly stable: number; readonly waits: number; readonly probe: number; readonly room: number },
): Generator<readonly Ask[], boolean, Told> {
  const { branch } = open;
  const said: { answer: string }[] = [];
  let probed = 0;
  let told = yield [open];
  for (let held = holdOf(told); held !== undefined; held = holdOf(told)) {
    const free = () => bounds.room - held!.thinkingTokens - probed;
    let more = held.suppressions < bounds.waits && free() > 0;
    // The first end shows nothing yet: it takes a Wait to see whether it was one. `finish` may stand before a probe.
    if (more && held.suppressions > 0 && free() > 2 * bounds.probe) {
      const seeds = [open.seed];
      const asked = { type: 'probe', branch, seeds, maxTokens: bounds.probe, temperature: 0 } as const;
      for (const answer of probedAnswers(yield [asked])) {
        said.push(answer);
        probed += answer.tokens;
      }
      more = !isStable(said, bounds.stable) && free() > 0;
    }
    const within = Math.max(0, free());
    told = yield [
      {
        type: 'continue',
        branch,
        direction: more ? { go: 'wait', ...(Number.isFinite(within) ? { within } : {}) } : { go: 'answer' },
      },
    ];
  }
  samples.add(told);
  return isStable(said, bounds.stable);
}

function openChain(facts: Facts, branch: number, budget: BudgetFields): Open {
  // The first chain is what a single run would be; the others have to differ from it.
  const temperature = branch === 0 || facts.temperature > 0 ? facts.temperature : 1;
  const seed = branchSeed(facts.seed, branch);
  return { type: 'open', branch, seed, budget, chain: { temperature, pauses: { probes: 1 } } };
}

/** The samples that are left cannot change the vote any more. */
function isDecided(votes: readonly Vote[], left: number): boolean {
  const [first = 0, second = 0] = votes.map(({ count }) => count);
  return votes.length > 1 && first - second > left;
}

function tokensOf({ tokens, cost, price, seconds }: SpendOptions): number {
  if (cost !== undefined && price === undefined) {
    throw new MullError('E_STRATEGY_INVALID', 'spend has a cost but no price.', {
      hint: 'Give price: what a million tokens cost, in the currency of cost.',
    });
  }
  if (tokens === undefined && cost === undefined && seconds === undefined) {
    throw new MullError('E_STRATEGY_INVALID', 'spend has nothing to spend.', {
      hint: 'Give tokens, seconds, or cost with price: spend:tokens=4000.',
    });
  }
  const bought =
    cost === undefined || price === undefined ? Number.POSITIVE_INFINITY : Math.floor((cost / price) * 1e6);
  return Math.min(tokens ?? Number.POSITIVE_INFINITY, bought);
}
