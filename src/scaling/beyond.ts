import type { BudgetFields } from '../core/budget.ts';
import { branchSeed } from './branch-seed.ts';
import { joinInstructions } from './join-instructions.ts';
import { Samples } from './samples.ts';
import type { Facts, Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';
import type { BranchResult } from './told.ts';

export interface BeyondOptions {
  /** Most thinking tokens in all windows together; summaries count too. */
  readonly tokens: number;
  /** Thinking tokens of one window, default a third of the context. */
  readonly window?: number;
  /**
   * What goes on into the next window besides the latest result. `tail`: the end of the thinking, its oldest part is
   * dropped · `summary`: what the model says of it. Default `tail`.
   */
  readonly carry?: 'tail' | 'summary';
  /** Most tokens of a summary, default an eighth of the window. */
  readonly summary?: number;
  readonly budget?: Omit<BudgetFields, 'max'>;
}

/**
 * Thinks for longer than the context window holds: where a window is full, the answer it leads to and what is carried
 * over begin the next one. Ends when the model ends its thinking by itself, or the tokens are spent.
 */
export function beyond(options: BeyondOptions): Strategy {
  const { tokens, window, carry = 'tail', summary, budget } = options;
  return {
    text: strategyText('beyond', { tokens, window, carry, summary, ...budget }),
    draws: false,
    *play(facts) {
      const size = window ?? Math.max(1, Math.floor(facts.contextSize / 3));
      const most = summary ?? Math.max(1, Math.floor(size / 8));
      const samples = new Samples();
      let spent = 0;
      let latest: { readonly branch: number; readonly result: BranchResult } | undefined;
      let carried: string | undefined;
      for (let branch = 0; ; branch += 1) {
        const max = Math.min(size, tokens - spent);
        const result = samples.add(yield [openWindow(facts, branch, carried, { ...budget, max })]);
        // What came before is not lost because the next window fails.
        if (result === undefined) return samples.elect([], latest?.branch);
        spent += result.receipt.thinkingTokens;
        latest = { branch, result };
        if (!isFull(result) || spent >= tokens) return samples.elect([], branch);
        let kept = tailOf(result.thinking, size);
        if (carry === 'summary' && spent + most < tokens) {
          branch += 1;
          const ask = summaryOf(result.thinking, most);
          const told = samples.add(yield [openWindow(facts, branch, ask, { max: 0, answer: most, finish: '' })]);
          if (told === undefined) return samples.elect([], latest.branch);
          spent += told.receipt.answerTokens;
          kept = told.answer;
        }
        carried = carriedOver(kept, result.answer);
      }
    },
  };
}

function openWindow(facts: Facts, branch: number, carried: string | undefined, budget: BudgetFields) {
  const instruction = joinInstructions(facts.chain.instruction, carried);
  return {
    type: 'open',
    branch,
    seed: branchSeed(facts.seed, branch),
    budget,
    ...(instruction === '' ? {} : { chain: { instruction } }),
  } as const;
}

/** Whether thinking went on up to the end of its window. */
function isFull({ receipt: { endedBy } }: BranchResult): boolean {
  return endedBy === 'max' || endedBy === 'context';
}

/** The end of a thinking, about a quarter of a window, from the beginning of a line or word. */
function tailOf(thinking: string, window: number): string {
  if (thinking.length <= window) return thinking.trim();
  const tail = thinking.slice(-window);
  const start = /\n|\s/.exec(tail)?.index ?? 0;
  return tail.slice(start).trim();
}

function summaryOf(thinking: string, tokens: number): string {
  return [
    'Somebody has thought about this as follows:',
    thinking.trim(),
    `Do not go on. Say in at most ${tokens} tokens what has been found out so far and what is still open.`,
  ].join('\n\n');
}

function carriedOver(kept: string, answer: string): string {
  return [
    'This has been thought about already. What is known:',
    kept,
    `The latest result: ${answer}`,
    'Go on from there: check it, and correct it where it is wrong.',
  ].join('\n\n');
}
