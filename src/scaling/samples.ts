import { MullError } from '../core/mull-error.ts';
import type { Vote } from '../core/vote.ts';
import type { Warning } from '../core/warning.ts';
import type { Chain, Open } from './ask.ts';
import { branchSeed } from './branch-seed.ts';
import { type Ballot, ballotOf } from './count-votes.ts';
import type { Scorer } from './scorer.ts';
import type { Facts, Outcome, Strategy } from './strategy.ts';
import type { BranchResult, Ended, Told } from './told.ts';

/** The asks for branches `from` up to but not including `to`, each with a seed of its own. */
export function openBranches(
  facts: Facts,
  of: Strategy,
  range: { readonly from: number; readonly to: number } & Pick<Open, 'budget' | 'chain'>,
): Open[] {
  const { from, to, ...laidOver } = range;
  return Array.from({ length: to - from }, (_, index) => {
    const branch = from + index;
    return { type: 'open', branch, seed: branchSeed(facts.seed, branch), of, ...laidOver };
  });
}

interface Bound {
  readonly tokens: number | undefined;
  readonly branches: number;
}

/** What became of the branches of a strategy so far. */
export class Samples {
  readonly #bound: Bound;

  /** @param bound - what all of them together may spend, to be named where that is too little */
  constructor(bound: Bound = { tokens: undefined, branches: 1 }) {
    this.#bound = bound;
  }

  readonly #done = new Map<number, BranchResult>();
  readonly #errors: MullError[] = [];
  #ended = 0;

  /** @throws E_INTERNAL when told of anything but the end of a branch */
  add(told: Told): BranchResult | undefined {
    const ended = endOf(told);
    this.#ended += 1;
    if (ended.type === 'failed') this.#errors.push(ended.error);
    if (ended.type !== 'done') return undefined;
    this.#done.set(ended.branch, ended.result);
    return ended.result;
  }

  /** Branches that are over, whatever became of them. */
  get ended(): number {
    return this.#ended;
  }

  get done(): readonly (readonly [branch: number, result: BranchResult])[] {
    return [...this.#done];
  }

  /** The votes of those that have one. */
  ballots(weight: (result: BranchResult) => number = () => 1): Ballot[] {
    return this.done.flatMap(([branch, result]) => ballotOf(branch, result, weight(result)) ?? []);
  }

  /** Thinking, answer and probe tokens of those that are done. */
  get tokens(): number {
    return [...this.#done.values()].reduce((sum, { tokens }) => sum + tokens, 0);
  }

  /**
   * The outcome of a vote, also where nobody could vote: then the first answer there is, marked as such.
   *
   * @throws the first error when every branch failed
   */
  elect(votes: readonly Vote[], chosen: number | undefined = votes[0]?.branches[0]): Outcome {
    const warnings = this.#warnings();
    if (chosen !== undefined) return { chosen, votes, warnings };
    const [first] = this.#done.keys();
    if (first === undefined) throw this.#failure();
    const noVote: Warning = { code: 'W_NO_VOTE', message: 'No chain gave a whole answer to vote on.' };
    return { chosen: first, votes, warnings: [...warnings, noVote] };
  }

  /** Why there is no answer at all. */
  #failure(): MullError {
    const [error] = this.#errors;
    const { tokens, branches } = this.#bound;
    if (error === undefined) return nothingRan();
    if (tokens === undefined || error.code !== 'E_BUDGET_CONFLICT') return error;
    const answers = branches === 1 ? 'an answer' : `${branches} answers`;
    return new MullError(error.code, `${tokens} tokens are too few for ${answers}: ${error.message}`, {
      hint: `Raise tokens${branches === 1 ? '' : ', take fewer samples'}, or shorten budget.finish.`,
      cause: error,
    });
  }

  #warnings(): Warning[] {
    const failed = this.#errors.length;
    if (failed === 0) return [];
    const { code, message } = this.#errors[0]!;
    return [
      {
        code: 'W_BRANCH_FAILED',
        message: `${failed} of ${this.#ended} chains failed; the answer is that of the others. The first: ${code}: ${message}`,
      },
    ];
  }
}

/** The end of a branch that never is held. */
export function endOf(told: Told): Ended {
  if (told.type === 'done' || told.type === 'failed' || told.type === 'stopped') return told;
  throw new MullError('E_INTERNAL', `A strategy was told "${told.type}" where the end of a branch was due.`, {
    hint: 'Please report this.',
  });
}

export function nothingRan(): MullError {
  return new MullError('E_ABORTED', 'Every chain was stopped before it had an answer.', {
    hint: 'Run it again to get an answer.',
  });
}

/** Chains are measured where a scorer looks at that; the window matters only to those that stop early. */
export function measureFor(scorer: Scorer): Chain | undefined {
  return scorer.needsConfidence ? { measure: { window: wholeChain } } : undefined;
}

const wholeChain = 2 ** 31;
