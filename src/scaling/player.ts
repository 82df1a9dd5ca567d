import type { BudgetFields } from '../core/budget.ts';
import { MullError } from '../core/mull-error.ts';
import type { Warning } from '../core/warning.ts';
import { runAborted } from '../forcing/run-aborted.ts';
import { faultOf } from '../lockstep/faults.ts';
import type { Ask, Open } from './ask.ts';
import { ChainBranch } from './chain-branch.ts';
import { scoreBranches } from './score-branches.ts';
import type { Stage } from './stage.ts';
import type { Facts, Outcome, Strategy } from './strategy.ts';
import type { BranchResult, Told } from './told.ts';

/** A branch while it runs, whatever it is. */
interface Running {
  stop(): void;
  /** Resolves when everything below it is closed. */
  ended(): Promise<void>;
}

/**
 * Plays one strategy on a stage: performs what it asks, and tells it what came of it, in the order of the asks.
 *
 * Whatever happens, everything it opened is closed when `play` settles.
 */
export class Player {
  readonly #stage: Stage;
  readonly #strategy: Strategy;
  readonly #facts: Facts;
  readonly #branches = new Map<number, Running>();
  readonly #results = new Map<number, BranchResult>();
  readonly #over = new AbortController();

  constructor(stage: Stage, strategy: Strategy, facts: Facts) {
    this.#stage = stage;
    this.#strategy = strategy;
    this.#facts = facts;
  }

  /** @throws what the strategy throws when no answer can be had, E_ABORTED */
  async play(): Promise<BranchResult> {
    const began = performance.now();
    const play = this.#strategy.play(this.#facts);
    const telling: Promise<Told>[] = [];
    try {
      let step = play.next();
      while (!step.done) {
        for (const ask of step.value) {
          const told = this.#perform(ask);
          if (told !== undefined) telling.push(told);
        }
        const told = await telling.shift();
        this.#throwIfOver();
        if (told === undefined) throw waitsForNothing(this.#strategy);
        if (told.type === 'done') this.#results.set(told.branch, told.result);
        step = play.next(told);
      }
      return this.#conclude(step.value, began);
    } finally {
      this.#stopBranches();
      await Promise.all([...this.#branches.values()].map((branch) => branch.ended()));
    }
  }

  stop(): void {
    this.#over.abort();
    this.#stopBranches();
  }

  #stopBranches(): void {
    for (const branch of this.#branches.values()) branch.stop();
  }

  #throwIfOver(): void {
    const { signal } = this.#stage;
    if (!signal.aborted && !this.#over.signal.aborted) return;
    throw runAborted(signal);
  }

  #perform(ask: Ask): Promise<Told> | undefined {
    switch (ask.type) {
      case 'open':
        return this.#open(ask);
      case 'continue':
        return this.#chain(ask.branch).continue(ask.direction);
      case 'probe':
        return this.#chain(ask.branch).probe(ask);
      case 'score':
        return this.#score(ask);
      case 'stop':
        this.#branches.get(ask.branch)?.stop();
        return undefined;
      case 'vote':
        this.#stage.emit({ type: 'vote', votes: ask.votes.map((vote) => this.#numbered(vote)) });
        return undefined;
    }
  }

  #open(open: Open): Promise<Told> {
    if (this.#stage.hurried) return Promise.resolve({ type: 'stopped', branch: open.branch });
    const budget: BudgetFields = { ...this.#facts.budget, ...open.budget };
    const chain = { ...this.#facts.chain, ...open.chain };
    if (open.of === undefined) {
      const branch = new ChainBranch(this.#stage, open, chain);
      this.#branches.set(open.branch, branch);
      return branch.begin(budget);
    }
    const player = new Player(this.#stage, open.of, { ...this.#facts, budget, chain, seed: open.seed });
    const told = tell(player.play(), open.branch, () => player.#over.signal.aborted);
    this.#branches.set(open.branch, { stop: () => player.stop(), ended: async () => void (await told) });
    return told;
  }

  #score({ scorer, branches }: Extract<Ask, { type: 'score' }>): Promise<Told> {
    const signal = AbortSignal.any([this.#stage.signal, this.#over.signal]);
    const results = branches.map((branch) => this.#result(branch));
    const scored = scoreBranches({ ...this.#stage, signal }, scorer, results);
    // It is awaited in its turn; until then a failure is not forgotten, only not yet told.
    scored.catch(() => undefined);
    return scored;
  }

  #chain(branch: number): ChainBranch {
    const found = this.#branches.get(branch);
    if (found instanceof ChainBranch) return found;
    throw new MullError('E_INTERNAL', `${this.#strategy.text} wants branch ${branch} to go on, which is no chain.`, {
      hint: 'Please report this.',
    });
  }

  #result(branch: number): BranchResult {
    const result = this.#results.get(branch);
    if (result !== undefined) return result;
    throw new MullError('E_INTERNAL', `${this.#strategy.text} refers to branch ${branch}, which is not done.`, {
      hint: 'Please report this.',
    });
  }

  #numbered<Vote extends { readonly branches: readonly number[] }>(vote: Vote): Vote {
    return { ...vote, branches: vote.branches.map((branch) => this.#result(branch).chain) };
  }

  #conclude(outcome: Outcome, began: number): BranchResult {
    const chosen = this.#result(outcome.chosen);
    const warnings: Warning[] = [...chosen.receipt.warnings, ...(outcome.warnings ?? [])];
    const votes = outcome.votes?.map((vote) => this.#numbered(vote)) ?? chosen.votes;
    return {
      ...chosen,
      receipt: { ...chosen.receipt, warnings },
      tokens: [...this.#results.values()].reduce((sum, { tokens }) => sum + tokens, 0),
      seconds: (performance.now() - began) / 1000,
      ...(votes === undefined ? {} : { votes }),
    };
  }
}

/** What became of a strategy inside another one. */
async function tell(playing: Promise<BranchResult>, branch: number, stopped: () => boolean): Promise<Told> {
  try {
    return { type: 'done', branch, result: await playing };
  } catch (error) {
    if (stopped() || (MullError.isMullError(error) && error.code === 'E_ABORTED')) return { type: 'stopped', branch };
    return { type: 'failed', branch, error: faultOf(error) };
  }
}

function waitsForNothing(strategy: Strategy): MullError {
  return new MullError('E_INTERNAL', `${strategy.text} waits although nothing it asked for is under way.`, {
    hint: 'Please report this.',
  });
}
