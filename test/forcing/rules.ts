import { ok, deepStrictEqual as same } from 'node:assert/strict';
import type { ForcingPlan } from '../../src/forcing/forcing-plan.ts';
import { type ForcingState, initialState } from '../../src/forcing/forcing-state.ts';
import { costs, type Decide, plan, type Script, type Simulated, simulate } from './simulate.ts';

/** One sentence of the design's section 4, and a check of it against any implementation of `decide`. */
export interface Rule {
  readonly name: string;
  readonly check: (decide: Decide) => void;
}

const answerOnly: Script['answers'] = [{ tokens: 5 }];

function run(
  decide: Decide,
  forcingPlan: ForcingPlan,
  thinking: Script['thinking'],
  rest: Partial<Script> = {},
): Simulated {
  return simulate(decide, forcingPlan, { thinking, answers: answerOnly, ...rest });
}

function usedThinking({ state }: Simulated): number {
  return state.sampled + state.messages;
}

/** The checks behind `decide.test.ts`; `mutants.test.ts` runs them against broken copies, each of which must fail. */
export const rules: readonly Rule[] = [
  {
    name: 'rule 1: thinking tokens are sampled and appended ones; delimiters and finish count as forced only',
    check(decide) {
      const { state } = run(decide, plan({ waits: 1 }, { messageCosts: [4] }), [{ tokens: 10 }, { tokens: 20 }]);
      same([state.sampled, state.messages], [30, 4]);
      same(state.forced, 4 + costs.delimiter);
      same(state.answer, 5);
    },
  },
  {
    name: 'rule 1: the answer includes finish',
    check(decide) {
      const { state } = run(decide, plan({ max: 10 }), [{ tokens: 50 }]);
      same(state.answer, costs.finish + 5);
      same(state.forced, costs.delimiter + costs.finish);
    },
  },
  {
    name: 'rule 2: max bounds thinking absolutely',
    check(decide) {
      const result = run(decide, plan({ max: 10 }), [{ tokens: 50 }]);
      same([usedThinking(result), result.state.endedBy], [10, 'max']);
    },
  },
  {
    name: 'rule 2: messages count against max',
    check(decide) {
      const result = run(decide, plan({ max: 12, waits: 1 }, { messageCosts: [3] }), [{ tokens: 5 }, { tokens: 50 }]);
      same([usedThinking(result), result.state.sampled, result.state.endedBy], [12, 9, 'max']);
    },
  },
  {
    name: 'rule 2: within grace, the first sentence or line end is the cut',
    check(decide) {
      const thinking = [{ tokens: 50, boundaries: [3, 5, 7, 9] }];
      const cut = run(decide, plan({ max: 10, grace: 4 }), thinking);
      same([usedThinking(cut), cut.state.endedBy, cut.state.forced], [7, 'max', costs.delimiter + costs.finish]);
      const exactly = run(decide, plan({ max: 10, grace: 5 }), thinking);
      same(usedThinking(exactly), 5);
    },
  },
  {
    name: 'rule 2: without grace, or without a sentence end, thinking goes on to max',
    check(decide) {
      same(usedThinking(run(decide, plan({ max: 10 }), [{ tokens: 50, boundaries: [8, 9] }])), 10);
      same(usedThinking(run(decide, plan({ max: 10, grace: 4 }), [{ tokens: 50, boundaries: [3] }])), 10);
    },
  },
  {
    name: 'rule 3: min counts sampled tokens only',
    check(decide) {
      const { waits, state } = run(decide, plan({ min: 10 }, { messageCosts: [8] }), [
        { tokens: 5 },
        { tokens: 3 },
        { tokens: 2 },
      ]);
      same(
        waits.map((wait) => wait.sampled),
        [5, 8],
      );
      same(state.sampled, 10);
    },
  },
  {
    name: 'rule 4: the end is suppressed as often as waits says, then thinking ends by the model',
    check(decide) {
      const { waits, state } = run(decide, plan({ waits: 2 }), [
        { tokens: 3 },
        { tokens: 3 },
        { tokens: 3 },
        { tokens: 3 },
      ]);
      same(
        waits.map((wait) => wait.n),
        [0, 1],
      );
      same([state.suppressions, state.endedBy, state.sampled], [2, 'model', 9]);
    },
  },
  {
    name: 'rule 4: the end is suppressed while sampled tokens are below min',
    check(decide) {
      const { waits, state } = run(decide, plan({ min: 9 }), [
        { tokens: 3 },
        { tokens: 3 },
        { tokens: 3 },
        { tokens: 3 },
      ]);
      same([waits.length, state.sampled, state.endedBy], [2, 9, 'model']);
    },
  },
  {
    name: 'rule 4: one suppression serves waits and min alike',
    check(decide) {
      const { waits } = run(decide, plan({ waits: 2, min: 6 }), [
        { tokens: 3 },
        { tokens: 3 },
        { tokens: 3 },
        { tokens: 3 },
      ]);
      same(waits.length, 2);
    },
  },
  {
    name: 'rule 5: a message that would leave no room for a token is not appended, and thinking ends by max',
    check(decide) {
      const result = run(decide, plan({ max: 10, waits: 1 }, { messageCosts: [5] }), [{ tokens: 5 }]);
      same([result.waits.length, result.state.endedBy, usedThinking(result)], [0, 'max', 5]);
      same(result.state.forced, costs.delimiter + costs.finish);
    },
  },
  {
    name: 'rule 5: a message that leaves room for one token is appended',
    check(decide) {
      const result = run(decide, plan({ max: 10, waits: 1 }, { messageCosts: [4] }), [{ tokens: 5 }, { tokens: 9 }]);
      same([result.waits.length, result.state.sampled, usedThinking(result)], [1, 6, 10]);
    },
  },
  {
    name: 'rule 5: of messages used in turn, the one that is due is measured',
    check(decide) {
      const result = run(decide, plan({ max: 20, waits: 3 }, { messageCosts: [1, 50], messageEmpty: [false, false] }), [
        { tokens: 2 },
        { tokens: 2 },
      ]);
      same([result.waits.length, result.state.endedBy], [1, 'max']);
    },
  },
  {
    name: 'rule 5: max beats waits and min',
    check(decide) {
      const result = run(decide, plan({ max: 10, waits: 5, min: 10 }), [{ tokens: 4 }, { tokens: 40 }]);
      same(
        [usedThinking(result), result.state.sampled, result.state.suppressions, result.state.endedBy],
        [10, 9, 1, 'max'],
      );
    },
  },
  {
    name: 'rule 4: a minimum that the engine holds is asked for as far as it is left, and mull helps where it fails',
    check(decide) {
      const least = (result: Simulated): number[] =>
        result.steps.flatMap(({ action }) => (action.type === 'think' ? [action.minTokens] : []));
      const own = run(decide, plan({ min: 10 }, { nativeMin: true }), [{ tokens: 12 }]);
      same([least(own), own.waits.length], [[10], 0]);
      const early = run(decide, plan({ min: 10 }, { nativeMin: true }), [{ tokens: 4 }, { tokens: 6 }]);
      same([least(early), early.waits.length, early.state.sampled], [[10, 6], 1, 10]);
      const beyond = run(decide, plan({ max: 12, min: 11 }, { nativeMin: true, messageCosts: [3] }), [
        { tokens: 2 },
        { tokens: 20 },
      ]);
      same(least(beyond), [11, 7]);
      same(least(run(decide, plan({ min: 10 }), [{ tokens: 12 }])), [0]);
      const rest = { answers: [{ tokens: 2, end: 'reopens' as const }, { tokens: 1 }] };
      const again = run(
        decide,
        plan({ min: 10 }, { nativeMin: true }),
        [{ tokens: 0, end: 'context' }, { tokens: 1 }],
        rest,
      );
      same(least(again), [10, 0]);
    },
  },
  {
    name: 'rule 6: after a suppression the end is banned for one token, and only then',
    check(decide) {
      const { steps } = run(decide, plan({ waits: 1 }), [{ tokens: 3 }, { tokens: 3 }]);
      const bans = steps
        .map((step) => step.action)
        .filter((action) => action.type === 'think')
        .map((action) => action.banEnds);
      same(bans, [false, true]);
      const unable = run(decide, plan({ waits: 1 }, { canBan: false }), [{ tokens: 3 }, { tokens: 3 }]);
      ok(unable.steps.every((step) => step.action.type !== 'think' || !step.action.banEnds));
    },
  },
  {
    name: 'rule 6: three suppressions in a row that sampled nothing end thinking',
    check(decide) {
      const result = run(decide, plan({ waits: 9 }, { canBan: false }), [{ tokens: 3 }]);
      same([result.waits.length, result.state.endedBy, result.state.warnings], [3, 'model', ['W_NO_PROGRESS']]);
    },
  },
  {
    name: 'rule 6: a suppression that bears fruit starts the count again',
    check(decide) {
      const thinking = [
        { tokens: 3 },
        { tokens: 0 },
        { tokens: 0 },
        { tokens: 1 },
        { tokens: 0 },
        { tokens: 0 },
        { tokens: 2 },
        { tokens: 2 },
      ];
      const result = run(decide, plan({ waits: 7 }, { canBan: false }), thinking);
      same([result.waits.length, result.state.warnings], [7, []]);
    },
  },
  {
    name: 'rule 8: an end of turn inside thinking counts as an end of thinking',
    check(decide) {
      const suppressed = run(decide, plan({ waits: 1 }), [
        { tokens: 3, end: 'turn-end' },
        { tokens: 3, end: 'turn-end' },
      ]);
      same([suppressed.waits.length, suppressed.state.endedBy], [1, 'model']);
      same(suppressed.actions, ['think', 'wait', 'think', 'close', 'answer', 'finish']);
    },
  },
  {
    name: 'rule 8: a tool call ends thinking and is never suppressed',
    check(decide) {
      const result = run(decide, plan({ waits: 3, min: 50 }, { finishAllowed: false }), [
        { tokens: 3, end: 'tool-call' },
      ]);
      same([result.waits.length, result.state.endedBy, result.state.forced], [0, 'tool', 0]);
      same(result.actions, ['think', 'answer', 'finish']);
    },
  },
  {
    name: 'rule 9: finish is added after a cut and not after an end that the model made',
    check(decide) {
      const byModel = run(decide, plan(), [{ tokens: 3 }]);
      same(byModel.steps.find((step) => step.action.type === 'close')?.action, {
        type: 'close',
        kind: 'close',
        finish: false,
      });
      const byMax = run(decide, plan({ max: 3 }), [{ tokens: 30 }]);
      same(byMax.steps.find((step) => step.action.type === 'close')?.action, {
        type: 'close',
        kind: 'cut',
        finish: true,
      });
    },
  },
  {
    name: 'rule 9: finish is never added with tools or a response format',
    check(decide) {
      const result = run(decide, plan({ max: 3 }, { finishAllowed: false }), [{ tokens: 30 }]);
      same(result.steps.find((step) => step.action.type === 'close')?.action, {
        type: 'close',
        kind: 'cut',
        finish: false,
      });
    },
  },
  {
    name: "rule 9: an empty thinking block is a cut; a template's own switch is not",
    check(decide) {
      const block = run(decide, plan({ max: 0, askedMax: 0 }), []);
      same(
        [block.actions, block.state.answer - 5, block.state.endedBy],
        [['close', 'answer', 'finish'], costs.finish, 'max'],
      );
      const switched = run(decide, plan({ max: 0, askedMax: 0 }, { opening: 'off' }), []);
      same([switched.actions, switched.state.forced, switched.state.endedBy], [['answer', 'finish'], 0, 'max']);
    },
  },
  {
    name: 'rule 10: the cap of the answer holds with finish counted in, and reaching it is a truncated answer',
    check(decide) {
      const result = run(decide, plan({ max: 3, answer: 8 }), [{ tokens: 30 }], { answers: [{ tokens: 100 }] });
      same([result.state.answer, result.finishReason, result.state.warnings], [8, 'length', ['W_ANSWER_TRUNCATED']]);
    },
  },
  {
    name: 'rule 10: with a total, the answer may have what thinking left of it, finish counted in',
    check(decide) {
      const whole = { answers: [{ tokens: 100 }] };
      const short = run(decide, plan({ max: 20, answer: 8, total: 28 }), [{ tokens: 5 }], whole);
      same([usedThinking(short), short.state.answer, short.finishReason], [5, 23, 'length']);
      const cut = run(decide, plan({ max: 20, answer: 8, total: 28 }), [{ tokens: 50 }], whole);
      same([usedThinking(cut), cut.state.answer], [20, 8]);
    },
  },
  {
    name: 'rule 10: the end of the context truncates the answer too',
    check(decide) {
      const result = run(decide, plan(), [{ tokens: 3 }], { answers: [{ tokens: 2, end: 'context' }] });
      same([result.finishReason, result.state.warnings], ['length', ['W_ANSWER_TRUNCATED']]);
    },
  },
  {
    name: 'rule 11: thinking opened again in the answer spends what is left of max',
    check(decide) {
      const result = run(decide, plan({ max: 10 }), [{ tokens: 4 }, { tokens: 50 }], {
        answers: [{ tokens: 1, end: 'reopens' }, { tokens: 2 }],
      });
      same(result.state.forced, 2 * costs.delimiter + costs.reopening + costs.finish);
      same([usedThinking(result), result.state.endedBy, result.state.answer], [10, 'max', 1 + costs.finish + 2]);
      same(result.actions, ['think', 'close', 'answer', 'reopen', 'think', 'close', 'answer', 'finish']);
    },
  },
  {
    name: 'rule 11: thinking opened again is never suppressed',
    check(decide) {
      const result = run(
        decide,
        plan({ waits: 1, min: 20 }, { canContinue: true }),
        [{ tokens: 30 }, { tokens: 30 }, { tokens: 3 }],
        {
          answers: [{ tokens: 1, end: 'reopens' }, { tokens: 2 }],
        },
      );
      same(result.waits.length, 1);
      const short = run(decide, plan({ waits: 1 }), [{ tokens: 0, end: 'tool-call' }, { tokens: 3 }], {
        answers: [{ tokens: 1, end: 'reopens' }, { tokens: 2 }],
      });
      same(short.waits.length, 0);
    },
  },
  {
    name: 'rule 11: with nothing left of max it is closed at once, with finish',
    check(decide) {
      const result = run(decide, plan({ max: 4 }), [{ tokens: 9 }], {
        answers: [{ tokens: 1, end: 'reopens' }, { tokens: 2 }],
      });
      same(result.steps.find((step) => step.action.type === 'reopen')?.action, {
        type: 'reopen',
        closeAtOnce: true,
        finish: true,
      });
      same([usedThinking(result), result.state.endedBy], [4, 'max']);
    },
  },
  {
    name: 'rule 11: a third re-opening ends the run',
    check(decide) {
      const reopens = { tokens: 1, end: 'reopens' } as const;
      const twice = run(decide, plan(), [{ tokens: 1 }, { tokens: 1 }, { tokens: 1 }], {
        answers: [reopens, reopens, { tokens: 2 }],
      });
      same([twice.state.warnings, twice.state.reopened], [[], 2]);
      const thrice = run(decide, plan(), [{ tokens: 1 }, { tokens: 1 }, { tokens: 1 }], {
        answers: [reopens, reopens, reopens, { tokens: 2 }],
      });
      same([thrice.state.warnings, thrice.finishReason], [['W_REOPENED'], 'stop']);
    },
  },
  {
    name: 'rule 12: a loop ends thinking',
    check(decide) {
      const result = run(decide, plan(), [{ tokens: 50, loops: [20] }]);
      same([usedThinking(result), result.state.endedBy, result.state.warnings], [20, 'loop', ['W_LOOP']]);
    },
  },
  {
    name: "rule 12: with loop 'ignore' it does not",
    check(decide) {
      const result = run(decide, plan({ loop: 'ignore' }), [{ tokens: 50, loops: [20] }]);
      same([usedThinking(result), result.state.endedBy, result.state.warnings], [50, 'model', []]);
    },
  },
  {
    name: 'rule 12: where an end would be suppressed, the message is appended once as a way out',
    check(decide) {
      const result = run(decide, plan({ waits: 2 }), [{ tokens: 50, loops: [20] }, { tokens: 5 }, { tokens: 5 }]);
      same([result.waits.map((wait) => wait.sampled), result.state.endedBy], [[20, 25], 'model']);
    },
  },
  {
    name: 'rule 12: a second loop ends thinking',
    check(decide) {
      const result = run(decide, plan({ waits: 5 }), [
        { tokens: 50, loops: [20] },
        { tokens: 50, loops: [3] },
      ]);
      same([result.waits.length, result.state.sampled, result.state.endedBy], [1, 23, 'loop']);
    },
  },
  {
    name: 'rule 12: an empty message, or one that does not fit, is no way out',
    check(decide) {
      const empty = run(decide, plan({ waits: 2 }, { messageCosts: [0], messageEmpty: [true] }), [
        { tokens: 50, loops: [20] },
      ]);
      same([empty.waits.length, empty.state.endedBy], [0, 'loop']);
      const tight = run(decide, plan({ max: 21, waits: 2 }, { messageCosts: [1] }), [{ tokens: 50, loops: [20] }]);
      same([tight.waits.length, tight.state.endedBy], [0, 'loop']);
    },
  },
  {
    name: 'rule 14: a model that does not think is reported as such',
    check(decide) {
      const none = run(decide, plan({}, { opening: 'unopened' }), [{ tokens: 0, end: 'channel-end' }]);
      same([none.state.endedBy, none.state.warnings, none.state.forced], ['none', ['W_NO_THINKING'], 0]);
      const some = run(decide, plan({}, { opening: 'unopened' }), [{ tokens: 3, end: 'channel-end' }]);
      same([some.state.endedBy, some.state.warnings], ['model', []]);
    },
  },
  {
    name: 'rule 14: an engine that cannot be continued is never told to wait',
    check(decide) {
      const result = run(decide, plan({ waits: 2 }, { canContinue: false }), [{ tokens: 3, end: 'channel-end' }]);
      same(result.waits.length, 0);
    },
  },
  {
    name: 'thinking that only the context bounds ends by the context',
    check(decide) {
      same(run(decide, plan({ max: 10, askedMax: undefined }), [{ tokens: 50 }]).state.endedBy, 'context');
      same(run(decide, plan({ max: 10, askedMax: 'auto' }), [{ tokens: 50 }]).state.endedBy, 'max');
      const early = run(decide, plan({ max: 10 }), [{ tokens: 5, end: 'context' }]);
      same([early.state.endedBy, early.state.forced], ['context', costs.delimiter + costs.finish]);
    },
  },
  {
    name: '"answer now" ends thinking by the user, with finish',
    check(decide) {
      const result = run(decide, plan({ waits: 3 }), [{ tokens: 50, request: { after: 7, what: 'answer' } }]);
      same(
        [usedThinking(result), result.state.endedBy, result.state.forced],
        [7, 'user', costs.delimiter + costs.finish],
      );
    },
  },
  {
    name: 'a deadline ends thinking by time, with finish',
    check(decide) {
      const result = run(decide, plan({ min: 40 }), [{ tokens: 50, request: { after: 7, what: 'time' } }]);
      same(
        [usedThinking(result), result.state.endedBy, result.state.forced],
        [7, 'time', costs.delimiter + costs.finish],
      );
    },
  },
  {
    name: 'a deadline that passed before the first token leaves no thinking',
    check(decide) {
      const result = run(decide, plan(), [{ tokens: 50 }], { early: 'time' });
      same([usedThinking(result), result.state.endedBy], [0, 'time']);
    },
  },
  {
    name: '"think more" suppresses one more end than asked for',
    check(decide) {
      const thinking = [
        { tokens: 3, request: { after: 2, what: 'wait' } as const },
        { tokens: 3 },
        { tokens: 3 },
        { tokens: 3 },
      ];
      const result = run(decide, plan({ waits: 1 }), thinking);
      same([result.waits.length, result.state.extraWaits], [2, 1]);
    },
  },
  {
    name: 'a pause changes nothing: neither what is counted, nor that an end right behind it is that of the model',
    check(decide) {
      const result = run(decide, plan({ waits: 1, max: 20 }), [{ tokens: 9, pause: 4 }, { tokens: 2 }, { tokens: 3 }]);
      same([result.state.sampled, result.waits], [9, [{ n: 0, sampled: 6 }]]);
      const full = run(decide, plan({ max: 4 }), [{ tokens: 9, pause: 4 }, { tokens: 2 }]);
      same([full.state.sampled, full.state.endedBy], [4, 'max']);
      const unbanned = run(decide, plan({ waits: 1 }), [{ tokens: 2 }, { tokens: 5, pause: 3 }, { tokens: 0 }]);
      same([unbanned.state.sampled, unbanned.state.endedBy], [5, 'model']);
    },
  },
  {
    name: 'ends right behind pauses are not fruitless: something was sampled since the suppression',
    check(decide) {
      const paused = [{ tokens: 9, pause: 2 }, { tokens: 0 }];
      const thinking = [...paused, ...paused, ...paused, ...paused, ...paused];
      const result = run(decide, plan({ waits: 4 }, { canBan: false }), thinking);
      same([result.waits.length, result.state.warnings], [4, []]);
    },
  },
  {
    name: 'a settled answer ends the thinking where it is paused, and the receipt says so',
    check(decide) {
      const thinking = [{ tokens: 9, pause: 5, request: { after: 5, what: 'settled' } as const }];
      const result = run(decide, plan({ waits: 2 }), thinking);
      same([usedThinking(result), result.state.endedBy, result.waits], [5, 'settled', []]);
    },
  },
  {
    name: 'a maximum that is lowered on the way counts from there, is never raised, and ends thinking by max',
    check(decide) {
      const free = plan({ askedMax: undefined });
      const result = run(decide, free, [{ tokens: 50, pause: 10, within: 5 }, { tokens: 50 }]);
      same([usedThinking(result), result.state.endedBy], [15, 'max']);
      const raised = [{ tokens: 9, pause: 2, within: 5 }, { tokens: 9, pause: 2, within: 90 }, { tokens: 50 }];
      same(usedThinking(run(decide, plan(), raised)), 7);
    },
  },
  {
    name: 'a message that was chosen is appended at the next suppression, and only there',
    check(decide) {
      const wait = (message: number) => ({ after: 2, what: 'wait', message }) as const;
      const thinking = [{ tokens: 3, request: wait(2) }, { tokens: 3 }, { tokens: 3 }];
      const result = run(decide, plan({ waits: 1 }, { messageCosts: [1, 1, 7] }), thinking);
      same([result.waits.map(({ n }) => n), result.state.messages], [[2, 1], 8]);
    },
  },
  {
    name: 'a format with headers thinks on in the next message, under the same maximum',
    check(decide) {
      const result = run(decide, plan({ max: 10 }, { hasHeader: true }), [{ tokens: 4 }, { tokens: 50 }], {
        headers: ['thinking', 'answer'],
      });
      same([usedThinking(result), result.state.endedBy], [10, 'max']);
      same(result.actions, ['think', 'close', 'header', 'think', 'close', 'answer', 'finish']);
    },
  },
  {
    name: 'a format with headers ends by the model, or by a tool, as the header says',
    check(decide) {
      const final = run(decide, plan({}, { hasHeader: true }), [{ tokens: 4 }], { headers: ['answer'] });
      same([final.state.endedBy, final.state.forced], ['model', costs.delimiter]);
      const tool = run(decide, plan({}, { hasHeader: true }), [{ tokens: 4 }], { headers: ['tool'] });
      same(tool.state.endedBy, 'tool');
    },
  },
  {
    name: 'a format with headers cannot think on in empty messages for ever',
    check(decide) {
      const result = run(decide, plan({}, { hasHeader: true }), [{ tokens: 4 }], {
        headers: Array.from({ length: 99 }, () => 'thinking' as const),
      });
      same([result.state.warnings, usedThinking(result)], [['W_NO_PROGRESS'], 4]);
    },
  },
  {
    name: 'a format with headers that thinks on with nothing left of max is cut',
    check(decide) {
      const full: ForcingState = { ...initialState, phase: 'header', sampled: 4, endedBy: 'model' };
      const { state, action } = decide(plan({ max: 4 }, { hasHeader: true }), full, {
        type: 'header',
        names: 'thinking',
      });
      same([action, state.endedBy], [{ type: 'close', kind: 'cut', finish: true }, 'max']);
    },
  },
];
