import type { BudgetFields } from '../core/budget.ts';
import { forced } from './forced.ts';
import { joinInstructions } from './join-instructions.ts';
import { outcomeOfChain } from './one-chain.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

/** What the model is told about how long to think: a number of tokens, of steps, or a class. Exactly one. */
export interface ConditionalOptions {
  readonly tokens?: number;
  readonly steps?: number;
  readonly length?: 'short' | 'long';
  /** Whether mull also holds what the model was told; default false. */
  readonly force?: boolean;
  readonly of?: Strategy;
}

/** The paper counts a step as so many tokens (its appendix E.1). */
const tokensPerStep = 100;

/**
 * Tells the model in the prompt how long to think (the paper's conditional length control, section 5.3 and appendix E).
 * A model that was not trained to obey usually does not; with `force` the number is also the maximum of the budget, a
 * step being 100 tokens as in the paper.
 */
export function conditional(options: ConditionalOptions): Strategy {
  const { tokens, steps, length, force = false, of = forced() } = options;
  const budget: BudgetFields | undefined = force ? held(options) : undefined;
  return {
    text: strategyText('conditional', { tokens, steps, length, force: force || undefined }, of),
    draws: of.draws,
    *play({ seed, chain }) {
      const instruction = joinInstructions(chain.instruction, instructionFor(options));
      return outcomeOfChain(yield [{ type: 'open', branch: 0, seed, of, budget, chain: { instruction } }]);
    },
  };
}

/** What is asked of the model; the wording of its numbers is the paper's (eval: PROMPTTOKEN, PROMPTSTEP). */
function instructionFor({ tokens, steps, length }: ConditionalOptions): string {
  if (tokens !== undefined) return `Think for up to ${tokens} tokens.`;
  if (steps !== undefined) return `Think for up to ${steps} steps.`;
  return length === 'short'
    ? 'Keep your thinking short before you answer, and do not spend long on checking it.'
    : 'Think for a long time before you answer, and use spare time to check your work until you are sure of it.';
}

/** A class has no number: short is held to a single thought without Waits, long to one Wait at least. */
function held({ tokens, steps, length }: ConditionalOptions): BudgetFields {
  if (tokens !== undefined) return { max: tokens };
  if (steps !== undefined) return { max: steps * tokensPerStep };
  return length === 'short' ? { effort: 'low' } : { waits: 1 };
}
