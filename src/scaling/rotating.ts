import type { BudgetFields } from '../core/budget.ts';
import { drawSeed } from '../lockstep/draw-seed.ts';
import { usualWaits } from './doubting.ts';
import { holdOf, outcomeOfChain, probedAnswers } from './one-chain.ts';
import { isStable } from './probing.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

/** How the next message is chosen. */
export const messagePolicies = ['in-turn', 'random', 'least-used'] as const;
export type MessagePolicy = (typeof messagePolicies)[number];

export interface RotatingOptions {
  /** What may be said where the model would end its thinking, default Wait, Hmm and Alternatively (paper, Table 4). */
  readonly messages?: readonly string[];
  /**
   * `in-turn`: one after another · `random`: drawn with the seed · `least-used`: the one that stands least often in the
   * thinking so far, whoever wrote it. Default `in-turn`.
   */
  readonly policy?: MessagePolicy;
  /** Most suppressed ends of thinking, default those of the call's budget, else 4. */
  readonly waits?: number;
  /** Stops once so many ends in a row would lead to the same answer; absent: never looks. */
  readonly stable?: number;
  /** Most tokens of an answer that is looked for, default 20. */
  readonly probe?: number;
  readonly budget?: Omit<BudgetFields, 'waits' | 'message'>;
}

/** Budget forcing with a choice of messages (the paper's outlook, section 6: "rotating through different strings"). */
export function rotating(options: RotatingOptions = {}): Strategy {
  const { messages = ['Wait', 'Hmm', 'Alternatively'], policy = 'in-turn', waits, stable, probe = 20 } = options;
  const fields = { messages, policy, waits, stable, probe: stable === undefined ? undefined : probe };
  return {
    text: strategyText('rotating', { ...fields, ...options.budget }),
    draws: false,
    *play({ seed, budget: outer }) {
      const most = waits ?? outer.waits ?? usualWaits;
      const budget: BudgetFields = { ...options.budget, waits: 0, message: messages };
      const chain = { pauses: { probes: stable === undefined ? 0 : 1 } };
      let told = yield [{ type: 'open', branch: 0, seed, budget, chain }];
      const said: { answer: string }[] = [];
      for (let held = holdOf(told); held !== undefined; held = holdOf(told)) {
        let more = held.suppressions < most;
        if (more && stable !== undefined) {
          said.push(
            ...probedAnswers(yield [{ type: 'probe', branch: 0, seeds: [seed], maxTokens: probe, temperature: 0 }]),
          );
          more = !isStable(said, stable);
        }
        const message = nextMessage(policy, messages, { seed, thinking: held.thinking, n: held.suppressions });
        told = yield [{ type: 'continue', branch: 0, direction: more ? { go: 'wait', message } : { go: 'answer' } }];
      }
      return outcomeOfChain(told);
    },
  };
}

/** The number of the message to append at the n-th suppression, from 0. */
function nextMessage(
  policy: MessagePolicy,
  messages: readonly string[],
  at: { readonly seed: number; readonly thinking: string; readonly n: number },
): number {
  if (policy === 'in-turn') return at.n % messages.length;
  if (policy === 'random') return drawSeed(at.seed, at.n) % messages.length;
  const uses = messages.map((message) => (message === '' ? at.n : at.thinking.split(message).length - 1));
  return uses.indexOf(Math.min(...uses));
}
