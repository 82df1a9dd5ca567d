import type { RunPlan } from '../../core/run-plan.ts';
import type { ModelPrice } from '../runner/price-table.ts';
import type { RunSummary } from '../summary/run-summary.ts';
import { mostTokens } from './most-tokens.ts';

/** What is known before a run. */
export interface EstimateFacts {
  /** Samples to make, by the name of their setting. */
  readonly toDo: ReadonlyMap<string, number>;
  /** Mean tokens of a prompt. */
  readonly promptTokens: number;
  readonly contextSize: number;
  /** Of samples that were made before: what is measured beats what could be at most. */
  readonly summary?: RunSummary;
  readonly price?: ModelPrice;
  readonly concurrency: number;
}

/** What the samples of one setting will take. */
export interface SettingEstimate {
  readonly setting: string;
  readonly samples: number;
  readonly promptTokens: number;
  /** As samples of the setting took so far; undefined where there are none. */
  readonly expectedTokens: number | undefined;
  /** Thinking, answer and probes of all chains, were every bound used up. */
  readonly mostTokens: number;
  readonly expectedSeconds: number | undefined;
  readonly expectedCost: number | undefined;
  readonly mostCost: number | undefined;
}

/** The cap of an answer where the budget names none, as `fitBudget` has it. */
const usualAnswer = 1024;

/** What is left to do of a plan in tokens, time and money, setting by setting. */
export function estimatePlan(plan: Pick<RunPlan, 'settings'>, facts: EstimateFacts): SettingEstimate[] {
  const { toDo, promptTokens, contextSize, summary, price, concurrency } = facts;
  return plan.settings.map(({ name, budget, method }) => {
    const samples = toDo.get(name) ?? 0;
    const known = summary?.settings.find((each) => each.setting === name);
    const answered = known === undefined ? 0 : known.samples - known.statuses.error;
    const answer = budget.answer ?? Math.min(usualAnswer, Math.floor(contextSize / 4));
    const room = Math.max(0, contextSize - promptTokens - answer);
    const thinking = typeof budget.max === 'number' ? Math.min(budget.max, room) : room;
    const prompt = samples * promptTokens;
    const most = samples * mostTokens(method, { thinking, answer });
    const expected = known === undefined || answered === 0 ? undefined : (samples * known.total.sum) / answered;
    return {
      setting: name,
      samples,
      promptTokens: Math.round(prompt),
      expectedTokens: expected,
      mostTokens: Math.round(most),
      expectedSeconds:
        known === undefined || answered === 0 ? undefined : (samples * known.seconds) / answered / concurrency,
      expectedCost: price && expected !== undefined ? cost(prompt, expected, price) : undefined,
      mostCost: price ? cost(prompt, most, price) : undefined,
    };
  });
}

function cost(prompt: number, output: number, price: ModelPrice): number {
  return (prompt * price.prompt + output * price.output) / 1_000_000;
}
