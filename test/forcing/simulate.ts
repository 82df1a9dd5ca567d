import type { Action } from '../../src/forcing/action.ts';
import type { Decision } from '../../src/forcing/decide.ts';
import type { EffectiveBudget } from '../../src/forcing/effective-budget.ts';
import type { ForcingPlan } from '../../src/forcing/forcing-plan.ts';
import { type ForcingState, initialState } from '../../src/forcing/forcing-state.ts';
import type { Observation } from '../../src/forcing/observation.ts';

export type Decide = (plan: ForcingPlan, state: ForcingState, observation: Observation) => Decision;

/** What the simulated model does when it may write: so many tokens, then an end of its own. */
export interface Stretch {
  readonly tokens: number;
  readonly end?: 'stop' | 'turn-end' | 'tool-call' | 'channel-end' | 'context';
  /** Tokens of this stretch (1-based) behind which a sentence ends. */
  readonly boundaries?: readonly number[];
  /** Tokens of this stretch (1-based) behind which the thinking is found to repeat itself. */
  readonly loops?: readonly number[];
  /** Tokens of this stretch (1-based) behind which it is paused; it goes on with what is left of it. */
  readonly pause?: number;
  /** At that pause the maximum is lowered to so many tokens more. */
  readonly within?: number;
  /** A wish from outside that arrives behind this many tokens, at a pause there before it is over. */
  readonly request?:
    | undefined
    | {
        readonly after: number;
        readonly what: 'wait' | 'answer' | 'time' | 'settled';
        readonly message?: number;
      };
}

export interface Script {
  readonly thinking: readonly Stretch[];
  /** In the answer, `reopens` stands for opening thinking again. */
  readonly answers: readonly {
    readonly tokens: number;
    readonly end?: 'turn-end' | 'reopens' | 'tool-call' | 'context';
  }[];
  readonly headers?: readonly ('thinking' | 'tool' | 'answer')[];
  /** A wish that arrives before the first token. */
  readonly early?: undefined | 'wait' | 'answer' | 'time';
}

export interface Step {
  readonly state: ForcingState;
  readonly action: Action;
  readonly observation: Observation;
}

export interface Simulated {
  readonly steps: readonly Step[];
  readonly state: ForcingState;
  readonly actions: readonly Exclude<Action['type'], 'keep'>[];
  /** Suppressions, in the order in which they happened, with the sampled thinking tokens before each. */
  readonly waits: readonly { readonly n: number; readonly sampled: number }[];
  readonly finishReason: 'stop' | 'length' | 'tool-call';
}

/** Tokens of `finish`, of a delimiter and of a re-opening in the simulation. */
export const costs: { readonly finish: number; readonly delimiter: number; readonly reopening: number } = {
  finish: 3,
  delimiter: 2,
  reopening: 2,
};

export function plan(
  budget: Partial<EffectiveBudget> = {},
  rest: Partial<Omit<ForcingPlan, 'budget'>> = {},
): ForcingPlan {
  return {
    budget: {
      max: 100,
      askedMax: 100,
      min: 0,
      waits: 0,
      message: 'Wait',
      finish: 'Final Answer:',
      grace: 0,
      loop: 'end',
      answer: 50,
      total: undefined,
      seconds: Number.POSITIVE_INFINITY,
      warnings: [],
      ...budget,
    },
    opening: 'open',
    messageCosts: [1],
    messageEmpty: [false],
    canBan: true,
    nativeMin: false,
    finishAllowed: true,
    finishCost: costs.finish,
    hasHeader: false,
    canContinue: true,
    ...rest,
  };
}

/** Plays a script against an implementation of `decide`, without texts, engines or time. */
export function simulate(decide: Decide, forcingPlan: ForcingPlan, script: Script): Simulated {
  const steps: Step[] = [];
  const waits: { n: number; sampled: number }[] = [];
  let state = initialState;
  const observe = (observation: Observation): Action => {
    const decision = decide(forcingPlan, state, observation);
    state = decision.state;
    steps.push({ state, action: decision.action, observation });
    return decision.action;
  };
  let [thought, answered, headed] = [0, 0, 0];
  if (script.early) observe({ type: 'request', what: script.early });
  let action = observe({ type: 'start' });
  for (let guard = 0; action.type !== 'finish'; guard += 1) {
    if (guard > 10_000) throw new Error('the run does not end');
    switch (action.type) {
      case 'think': {
        const stretch = script.thinking[thought] ?? { tokens: 0 };
        thought += 1;
        action = playThinking(action, stretch, observe);
        break;
      }
      case 'wait':
        waits.push({ n: action.n, sampled: state.sampled });
        action = observe({
          type: 'waited',
          tokens: forcingPlan.messageCosts[action.n % forcingPlan.messageCosts.length] ?? 0,
        });
        break;
      case 'close':
        action = observe({ type: 'closed', delimiter: costs.delimiter, finish: action.finish ? costs.finish : 0 });
        break;
      case 'header':
        action = observe({ type: 'header', names: script.headers?.[headed] ?? 'answer' });
        headed += 1;
        break;
      case 'reopen':
        action = action.closeAtOnce
          ? observe({
              type: 'closed',
              delimiter: costs.reopening + costs.delimiter,
              finish: action.finish ? costs.finish : 0,
            })
          : observe({ type: 'reopened', delimiter: costs.reopening });
        break;
      case 'answer': {
        const stretch = script.answers[answered] ?? { tokens: 1 };
        answered += 1;
        const tokens = Math.min(stretch.tokens, action.maxTokens);
        for (let token = 0; token < tokens; token += 1) observe({ type: 'answer-chunk', tokens: 1 });
        const limited = stretch.tokens >= action.maxTokens;
        const reason = limited ? 'limit' : stretch.end === 'reopens' ? 'stop' : (stretch.end ?? 'turn-end');
        action = observe({ type: 'answer-end', reason, tokens, reopens: !limited && stretch.end === 'reopens' });
        break;
      }
      case 'keep':
        throw new Error('nothing is running that could be kept');
    }
  }
  return {
    steps,
    state,
    actions: steps.map((step) => step.action.type).filter((type) => type !== 'keep'),
    waits,
    finishReason: action.reason,
  };
}

function playThinking(
  action: Extract<Action, { type: 'think' }>,
  stretch: Stretch,
  observe: (observation: Observation) => Action,
): Action {
  if (action.maxTokens < 1) throw new Error(`asked to think ${action.maxTokens} tokens`);
  // A banned end cannot come first: the model has to say something.
  const wanted = action.banEnds && stretch.end !== 'tool-call' ? Math.max(1, stretch.tokens) : stretch.tokens;
  const tokens = Math.min(wanted, action.maxTokens);
  let interrupted = false;
  for (let token = 1; token <= tokens; token += 1) {
    const next = observe({
      type: 'chunk',
      tokens: 1,
      boundary: stretch.boundaries?.includes(token) ?? false,
      looping: stretch.loops?.includes(token) ?? false,
    });
    if (next.type !== 'keep') return next;
    if (stretch.request?.after === token) {
      const { what, message } = stretch.request;
      observe(what === 'wait' ? { type: 'request', what, message } : { type: 'request', what });
      interrupted = what !== 'wait';
    }
    if (stretch.pause === token) {
      if (stretch.within !== undefined) observe({ type: 'limited', within: stretch.within });
      return observe({ type: 'paused', tokens: token });
    }
    if (interrupted) return observe({ type: 'end', reason: 'aborted', tokens: token });
  }
  return observe({ type: 'end', reason: wanted >= action.maxTokens ? 'limit' : (stretch.end ?? 'stop'), tokens });
}
