import type { WarningCode } from '../core/error-codes.ts';
import type { EndedBy } from '../core/receipt.ts';
import type { Action } from './action.ts';
import type { ForcingPlan } from './forcing-plan.ts';
import type { ForcingState } from './forcing-state.ts';
import type { Observation } from './observation.ts';

/** The next state and what to do. */
export interface Decision {
  readonly state: ForcingState;
  readonly action: Action;
}

/** Suppressions in a row without a sampled token after which thinking ends (rule 6). */
const mostFruitless = 3;
/** Re-openings of thinking inside the answer that are followed; one more ends the run (rule 11). */
const mostReopenings = 2;

/**
 * Budget forcing as a pure state machine: all fifteen rules of the design's section 4 that act during a run.
 *
 * It knows numbers only. The driver measures texts, tells what it observed, and performs the action.
 */
export function decide(plan: ForcingPlan, state: ForcingState, observation: Observation): Decision {
  switch (observation.type) {
    case 'start':
      return start(plan, state);
    case 'chunk':
      return chunk(plan, { ...state, sampled: state.sampled + observation.tokens }, observation);
    case 'end':
      return thinkingEnded(plan, { ...state, sampled: state.segmentStart + observation.tokens }, observation.reason);
    case 'paused':
      return resume(plan, { ...state, sampled: state.segmentStart + observation.tokens });
    case 'waited':
      return think(plan, {
        ...state,
        chosen: undefined,
        messages: state.messages + observation.tokens,
        forced: state.forced + observation.tokens,
        suppressions: state.suppressions + 1,
      });
    case 'closed':
      return closed(plan, {
        ...state,
        forced: state.forced + observation.delimiter + observation.finish,
        answer: state.answer + observation.finish,
      });
    case 'header':
      return header(plan, state, observation.names);
    case 'answer-chunk':
      return { state: { ...state, answer: state.answer + observation.tokens }, action: { type: 'keep' } };
    case 'answer-end':
      return answerEnded(plan, state, observation);
    case 'reopened':
      return think(plan, { ...state, forced: state.forced + observation.delimiter, phase: 'thinking' });
    case 'limited': {
      const limit = Math.min(state.limit, thinkingTokens(state) + observation.within);
      return { state: { ...state, limit }, action: { type: 'keep' } };
    }
    case 'request':
      return { state: requested(state, observation), action: { type: 'keep' } };
  }
}

/** Thinking tokens used so far (rule 1). */
export function thinkingTokens(state: ForcingState): number {
  return state.sampled + state.messages;
}

function start(plan: ForcingPlan, state: ForcingState): Decision {
  // Rule 13: the template's switch needs nothing more; without one, an empty block is written, which is a cut.
  const nothingToClose = plan.opening === 'unopened' && plan.budget.max === 0;
  if (plan.opening === 'off' || nothingToClose) return answer(plan, { ...state, phase: 'answer', endedBy: 'max' });
  const thinking: ForcingState = { ...state, phase: 'thinking' };
  return plan.budget.max === 0 ? cut(plan, thinking, 'max') : think(plan, thinking);
}

/** Lets the model think anew, with the ends banned right behind a suppression. */
function think(plan: ForcingPlan, state: ForcingState): Decision {
  const banEnds = plan.canBan && state.suppressions > 0 && state.reopened === 0;
  return goOn(plan, { ...state, segments: state.segments + 1, resumedAt: state.sampled }, banEnds);
}

/** Lets the model go on after a pause as if there had been none: an end may follow at once, and is its own. */
function resume(plan: ForcingPlan, state: ForcingState): Decision {
  return left(plan, state) < 1 ? cut(plan, state, endOfRoom(plan, state)) : goOn(plan, state, false);
}

/** Thinking goes on, unless somebody asked for the end of it meanwhile. */
function goOn(plan: ForcingPlan, state: ForcingState, banEnds: boolean): Decision {
  if (state.asked !== 'nothing') return cut(plan, state, state.asked);
  return {
    state: { ...state, segmentStart: state.sampled },
    action: { type: 'think', maxTokens: left(plan, state), minTokens: ownMinimum(plan, state), banEnds },
  };
}

/** What is left of a minimum that the engine holds itself. Rule 11: nothing holds back thinking that was opened again. */
function ownMinimum(plan: ForcingPlan, state: ForcingState): number {
  if (!plan.nativeMin || state.reopened > 0) return 0;
  return Math.max(0, Math.min(plan.budget.min - state.sampled, left(plan, state)));
}

function endOfRoom(plan: ForcingPlan, state: ForcingState): EndedBy {
  return plan.budget.askedMax === undefined && state.limit > plan.budget.max ? 'context' : 'max';
}

function chunk(
  plan: ForcingPlan,
  state: ForcingState,
  observation: { readonly boundary: boolean; readonly looping: boolean },
): Decision {
  if (observation.looping && plan.budget.loop === 'end') return looped(plan, state);
  // Rule 2: from max - grace on, the first sentence or line end is the cut.
  if (plan.budget.grace > 0 && observation.boundary && left(plan, state) <= plan.budget.grace)
    return cut(plan, state, 'max');
  return { state, action: { type: 'keep' } };
}

/** Rule 12: a loop ends thinking, but where an end would be suppressed the message is tried once as a way out. */
function looped(plan: ForcingPlan, before: ForcingState): Decision {
  const state = warn(before, 'W_LOOP');
  if (state.loopEscaped || !wantsMore(plan, state) || emptyMessage(plan, state) || !messageFits(plan, state))
    return cut(plan, state, 'loop');
  return { state: { ...state, loopEscaped: true }, action: { type: 'wait', n: messageNumber(state) } };
}

function thinkingEnded(plan: ForcingPlan, before: ForcingState, reason: string): Decision {
  if (reason === 'limit') return cut(plan, before, endOfRoom(plan, before));
  if (reason === 'context') return cut(plan, before, 'context');
  if (reason === 'aborted') return cut(plan, before, before.asked === 'nothing' ? 'user' : before.asked);
  // Rule 8: a call of a tool ends thinking and is never suppressed; whatever else ends it is the model's own end.
  if (reason === 'tool-call') return answer(plan, { ...before, phase: 'answer', endedBy: 'tool' });
  if (plan.opening === 'unopened' && before.sampled === 0) {
    return answer(plan, warn({ ...before, phase: 'answer', endedBy: 'none' }, 'W_NO_THINKING'));
  }
  const fruitless = before.segments > 1 && before.sampled === before.resumedAt ? before.fruitless + 1 : 0;
  const state: ForcingState = { ...before, fruitless };
  if (!wantsMore(plan, state)) return close(state);
  if (fruitless >= mostFruitless) return close(warn(state, 'W_NO_PROGRESS'));
  // Rule 5: a message enters whole and leaves room for at least one token, or thinking ends by max.
  if (!messageFits(plan, state)) return cut(plan, state, 'max');
  return { state, action: { type: 'wait', n: messageNumber(state) } };
}

/** Rule 4: one suppression serves waits and minimum alike. Rule 11: never in thinking that was opened again. */
function wantsMore(plan: ForcingPlan, state: ForcingState): boolean {
  if (state.reopened > 0 || !plan.canContinue || state.asked !== 'nothing') return false;
  return state.suppressions < plan.budget.waits + state.extraWaits || state.sampled < plan.budget.min;
}

function messageFits(plan: ForcingPlan, state: ForcingState): boolean {
  return (plan.messageCosts[messageNumber(state) % plan.messageCosts.length] ?? 0) + 1 <= left(plan, state);
}

function emptyMessage(plan: ForcingPlan, state: ForcingState): boolean {
  return plan.messageEmpty[messageNumber(state) % plan.messageEmpty.length] ?? false;
}

/** Which message of the rotation comes next. */
function messageNumber(state: ForcingState): number {
  return state.chosen ?? state.suppressions;
}

/** Thinking tokens left of the maximum (rule 2). */
function left(plan: ForcingPlan, state: ForcingState): number {
  return Math.min(plan.budget.max, state.limit) - thinkingTokens(state);
}

/** Ends thinking that the model did not end (rule 9: only then `finish` is added). */
function cut(plan: ForcingPlan, state: ForcingState, endedBy: EndedBy): Decision {
  return { state: { ...state, endedBy }, action: { type: 'close', kind: 'cut', finish: addsFinish(plan, state) } };
}

/** Rules 9 and 10: not with tools or a response format, and never over the cap of the answer. */
function addsFinish(plan: ForcingPlan, state: ForcingState): boolean {
  return plan.finishAllowed && state.answer + plan.finishCost <= answerCap(plan, state);
}

/** Most tokens of the answer (rule 10): with a total, what thinking left of it. */
function answerCap({ budget }: ForcingPlan, state: ForcingState): number {
  return budget.total === undefined ? budget.answer : budget.total - thinkingTokens(state);
}

/** Closes thinking that the model ended. */
function close(state: ForcingState): Decision {
  return { state: { ...state, endedBy: 'model' }, action: { type: 'close', kind: 'close', finish: false } };
}

function closed(plan: ForcingPlan, state: ForcingState): Decision {
  if (plan.hasHeader && state.endedBy === 'model')
    return { state: { ...state, phase: 'header' }, action: { type: 'header' } };
  return answer(plan, { ...state, phase: 'answer' });
}

/** Formats with headers: the model says whether its next message is more thinking, a call or the answer. */
function header(plan: ForcingPlan, state: ForcingState, names: 'thinking' | 'tool' | 'answer'): Decision {
  if (names === 'answer') return answer(plan, { ...state, phase: 'answer' });
  if (names === 'tool') return answer(plan, { ...state, phase: 'answer', endedBy: 'tool' });
  const thinking: ForcingState = { ...state, phase: 'thinking', endedBy: undefined };
  // Empty messages must not go on for ever: they count like suppressions that bore no fruit.
  if (state.fruitless >= mostFruitless) return cut(plan, warn(thinking, 'W_NO_PROGRESS'), 'loop');
  return left(plan, thinking) < 1 ? cut(plan, thinking, 'max') : think(plan, thinking);
}

function answer(plan: ForcingPlan, state: ForcingState): Decision {
  const maxTokens = answerCap(plan, state) - state.answer;
  if (maxTokens < 1) return finish(warn(state, 'W_ANSWER_TRUNCATED'), 'length');
  return { state: { ...state, segmentStart: state.answer }, action: { type: 'answer', maxTokens } };
}

function answerEnded(
  plan: ForcingPlan,
  before: ForcingState,
  observation: { readonly reason: string; readonly tokens: number; readonly reopens: boolean },
): Decision {
  const state: ForcingState = { ...before, answer: before.segmentStart + observation.tokens };
  if (observation.reopens) return reopened(plan, { ...state, reopened: state.reopened + 1 });
  if (observation.reason === 'limit' || observation.reason === 'context')
    return finish(warn(state, 'W_ANSWER_TRUNCATED'), 'length');
  return finish(state, observation.reason === 'tool-call' ? 'tool-call' : 'stop');
}

/** Rule 11: thinking opened again in the answer spends the same maximum; a third time ends the run. */
function reopened(plan: ForcingPlan, state: ForcingState): Decision {
  if (state.reopened > mostReopenings) return finish(warn(state, 'W_REOPENED'), 'stop');
  const closeAtOnce = left(plan, state) < 1 || state.asked !== 'nothing';
  return {
    state: closeAtOnce
      ? { ...state, endedBy: state.asked === 'nothing' ? 'max' : state.asked }
      : { ...state, endedBy: undefined },
    action: { type: 'reopen', closeAtOnce, finish: closeAtOnce && addsFinish(plan, state) },
  };
}

function finish(state: ForcingState, reason: 'stop' | 'length' | 'tool-call'): Decision {
  return { state: { ...state, phase: 'done' }, action: { type: 'finish', reason } };
}

/** A wish from outside; without effect once thinking is over, as `acceptsRequest` tells beforehand. */
function requested(state: ForcingState, request: Extract<Observation, { type: 'request' }>): ForcingState {
  if (request.what === 'wait') {
    if (!acceptsRequest(state, request.what)) return state;
    return { ...state, extraWaits: state.extraWaits + 1, chosen: request.message ?? state.chosen };
  }
  if (state.phase === 'done' || state.asked !== 'nothing') return state;
  return { ...state, asked: request.what === 'answer' ? 'user' : request.what };
}

/** Whether a wish from outside still changes anything. */
export function acceptsRequest(state: ForcingState, what: 'wait' | 'answer'): boolean {
  if (state.phase !== 'start' && state.phase !== 'thinking') return false;
  return state.asked === 'nothing' && (what === 'answer' || state.reopened === 0);
}

function warn(state: ForcingState, code: WarningCode): ForcingState {
  return state.warnings.includes(code) ? state : { ...state, warnings: [...state.warnings, code] };
}
