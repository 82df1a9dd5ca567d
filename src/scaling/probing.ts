import type { BudgetFields } from '../core/budget.ts';
import type { ProbedAnswer } from '../forcing/overseer.ts';
import { holdOf, outcomeOfChain, probedAnswers } from './one-chain.ts';
import { isSameAnswer } from './same-answer.ts';
import type { Strategy } from './strategy.ts';
import { strategyText } from './strategy-text.ts';

export interface ProbingOptions {
  /** Sampled tokens from one probe to the next, default 64. */
  readonly every?: number;
  /** So many probes in a row with the same answer end the thinking, default 3. */
  readonly agree?: number;
  /** One probe of which the model is so sure, from 0 to 1, ends it too; needs an engine that reports log-probabilities. */
  readonly confidence?: number;
  /** Most tokens of a probe, default 20. */
  readonly probe?: number;
  readonly budget?: BudgetFields;
}

/**
 * Looks for the answer in mid-thought and stops thinking once it does not change any more (Dynasor's probes, Fu et al.
 * 2024, arXiv 2412.20993; confidence as in DEER, arXiv 2504.15895). A probe costs its own tokens only.
 */
export function probing(options: ProbingOptions = {}): Strategy {
  const { every = 64, agree = 3, confidence, probe: maxTokens = 20, budget = {} } = options;
  return {
    text: strategyText('probing', { every, agree, confidence, probe: maxTokens, ...budget }),
    draws: false,
    *play({ seed, budget: outer }) {
      const pauses = { every, probes: 1, ...(confidence === undefined ? {} : { confidence: true }) };
      const waits = budget.waits ?? outer.waits ?? 0;
      let told = yield [{ type: 'open', branch: 0, seed, budget, chain: { pauses } }];
      const said: ProbedAnswer[] = [];
      for (let held = holdOf(told); held !== undefined; held = holdOf(told)) {
        let settled = false;
        // Where the model ends its thinking for good, the answer follows anyway.
        if (held.at === 'step' || held.suppressions < waits) {
          const probed = probedAnswers(yield [{ type: 'probe', branch: 0, seeds: [seed], maxTokens, temperature: 0 }]);
          said.push(...probed);
          settled = isStable(said, agree) || isSure(said.at(-1), confidence);
        }
        told = yield [{ type: 'continue', branch: 0, direction: { go: settled ? 'answer' : 'on' } }];
      }
      return outcomeOfChain(told);
    },
  };
}

/** Whether the last so many probes gave one answer. */
export function isStable(said: readonly { readonly answer: string }[], agree: number): boolean {
  if (said.length < agree) return false;
  const last = said.slice(-agree);
  return last.every(({ answer }) => isSameAnswer(last[0]!.answer, answer));
}

/** Half an answer is never sure. */
function isSure(answer: ProbedAnswer | undefined, least: number | undefined): boolean {
  return least !== undefined && answer?.ended === true && (answer.confidence ?? 0) >= least;
}
