import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, test } from 'vitest';
import { rules } from './rules.ts';
import type { Decide } from './simulate.ts';

/** Deliberate defects of `decide`: [what breaks, text in the source, text instead]. */
const mutants: readonly (readonly [string, string, string])[] = [
  [
    'sampled tokens are counted twice',
    'sampled: state.sampled + observation.tokens',
    'sampled: state.sampled + 2 * observation.tokens',
  ],
  ['messages are not counted as thinking', 'messages: state.messages + observation.tokens', 'messages: state.messages'],
  ['messages are not counted as forced', 'forced: state.forced + observation.tokens', 'forced: state.forced'],
  ['suppressions are not counted', 'suppressions: state.suppressions + 1', 'suppressions: state.suppressions'],
  ['finish is not counted as forced', 'observation.delimiter + observation.finish', 'observation.delimiter'],
  ['delimiters are not counted as forced', 'observation.delimiter + observation.finish', 'observation.finish'],
  ['finish is not counted as answer', 'answer: state.answer + observation.finish', 'answer: state.answer'],
  ['re-opening is not counted as forced', 'forced: state.forced + observation.delimiter, phase', 'phase'],
  ['max forgets the messages', 'return state.sampled + state.messages', 'return state.sampled'],
  ['max is one too high', 'state.limit) - thinkingTokens(state)', 'state.limit) - thinkingTokens(state) + 1'],
  ['max is one too low', 'state.limit) - thinkingTokens(state)', 'state.limit) - thinkingTokens(state) - 1'],
  ['max 0 is not closed at once', 'plan.budget.max === 0 ? cut', 'plan.budget.max === -1 ? cut'],
  ["the template's switch gets a cut", "if (plan.opening === 'off' || nothingToClose)", 'if (nothingToClose)'],
  ['grace is ignored', 'plan.budget.grace > 0 &&', 'false &&'],
  ['grace cuts anywhere', 'observation.boundary &&', ''],
  ['grace is one too short', 'left(plan, state) <= plan.budget.grace', 'left(plan, state) < plan.budget.grace'],
  ['grace begins at once', '&& left(plan, state) <= plan.budget.grace', ''],
  ['min counts messages', 'state.sampled < plan.budget.min', 'thinkingTokens(state) < plan.budget.min'],
  ['min is one too high', 'state.sampled < plan.budget.min', 'state.sampled <= plan.budget.min'],
  ['min is ignored', '|| state.sampled < plan.budget.min', ''],
  ['waits are ignored', 'state.suppressions < plan.budget.waits + state.extraWaits ||', ''],
  ['one wait too many', 'state.suppressions < plan.budget.waits', 'state.suppressions <= plan.budget.waits'],
  ['extra waits are ignored', 'plan.budget.waits + state.extraWaits', 'plan.budget.waits'],
  ['waits and min must both want more', 'state.extraWaits || state.sampled', 'state.extraWaits && state.sampled'],
  ['a message may fill max', '?? 0) + 1 <= left', '?? 0) <= left'],
  ['a message needs room for two tokens', '?? 0) + 1 <= left', '?? 0) + 2 <= left'],
  ['a message enters whether it fits or not', "if (!messageFits(plan, state)) return cut(plan, state, 'max');", ''],
  [
    'the first message is always the one measured',
    'plan.messageCosts[messageNumber(state) % plan.messageCosts.length]',
    'plan.messageCosts[0]',
  ],
  [
    'the first message is always the one appended',
    "action: { type: 'wait', n: messageNumber(state) } };\n}\n\n/** Rule 4",
    "action: { type: 'wait', n: 0 } };\n}\n\n/** Rule 4",
  ],
  [
    'a message that does not fit ends by the model',
    "if (!messageFits(plan, state)) return cut(plan, state, 'max');",
    'if (!messageFits(plan, state)) return close(state);',
  ],
  ['ends are banned before any suppression', 'plan.canBan && state.suppressions > 0', 'plan.canBan'],
  ['ends are never banned', 'plan.canBan && state.suppressions > 0', 'false && state.suppressions > 0'],
  ['ends are banned without the ability', 'plan.canBan && state.suppressions > 0', 'state.suppressions > 0'],
  ['the whole minimum is asked for again', 'plan.budget.min - state.sampled, left', 'plan.budget.min, left'],
  [
    'a minimum may pass the maximum',
    'Math.min(plan.budget.min - state.sampled, left(plan, state))',
    '(plan.budget.min - state.sampled)',
  ],
  ['a minimum is asked of engines without one', '!plan.nativeMin || state.reopened', 'state.reopened'],
  ['re-opened thinking has a minimum', '!plan.nativeMin || state.reopened > 0', '!plan.nativeMin'],
  ['no progress is accepted for ever', 'fruitless >= mostFruitless) return close', 'false) return close'],
  ['two fruitless suppressions are enough', 'const mostFruitless = 3', 'const mostFruitless = 2'],
  ['four fruitless suppressions are needed', 'const mostFruitless = 3', 'const mostFruitless = 4'],
  [
    'fruitless suppressions need not be in a row',
    '? before.fruitless + 1 : 0',
    '? before.fruitless + 1 : before.fruitless',
  ],
  ['no progress is not warned of', "close(warn(state, 'W_NO_PROGRESS'))", 'close(state)'],
  ['a tool call is suppressed', "if (reason === 'tool-call') return", "if (reason === 'nothing') return"],
  [
    'a tool call is reported as the model',
    "phase: 'answer', endedBy: 'tool' });\n  if (plan.opening",
    "phase: 'answer', endedBy: 'model' });\n  if (plan.opening",
  ],
  ['an end of turn is a cut', "if (reason === 'limit')", "if (reason === 'limit' || reason === 'turn-end')"],
  ['finish follows every end', "kind: 'close', finish: false", "kind: 'close', finish: true"],
  ['finish never follows', "kind: 'cut', finish: addsFinish(plan, state)", "kind: 'cut', finish: false"],
  ['finish is added with tools', 'return plan.finishAllowed && state.answer', 'return state.answer'],
  ['the answer may pass its cap', 'answerCap(plan, state) - state.answer', 'answerCap(plan, state)'],
  ['a total is no bound', 'budget.total === undefined ? budget.answer', 'true ? budget.answer'],
  ['a total is for the answer alone', 'budget.total - thinkingTokens(state)', 'budget.total'],
  [
    'a truncated answer is not warned of',
    "finish(warn(state, 'W_ANSWER_TRUNCATED'), 'length');\n  return finish(state, observation",
    "finish(state, 'length');\n  return finish(state, observation",
  ],
  ['the end of the context does not truncate', " || observation.reason === 'context')", ')'],
  ['a re-opening is not counted', 'reopened: state.reopened + 1', 'reopened: state.reopened'],
  ['a third re-opening is followed', 'const mostReopenings = 2', 'const mostReopenings = 3'],
  ['a second re-opening ends the run', 'const mostReopenings = 2', 'const mostReopenings = 1'],
  ['re-opened thinking is suppressed', 'state.reopened > 0 || !plan.canContinue', '!plan.canContinue'],
  ['re-opened thinking is never closed at once', 'left(plan, state) < 1 || state.asked', 'state.asked'],
  ['thinking closed at once gets no finish', 'finish: closeAtOnce && addsFinish(plan, state)', 'finish: false'],
  ['loops are ignored', "observation.looping && plan.budget.loop === 'end'", 'false'],
  ["loop 'ignore' is not obeyed", "observation.looping && plan.budget.loop === 'end'", 'observation.looping'],
  ['a loop is left twice', 'loopEscaped: true', 'loopEscaped: false'],
  ['a loop is left without a wish for more', '!wantsMore(plan, state) || emptyMessage', 'emptyMessage'],
  ['an empty message counts as a way out', '|| emptyMessage(plan, state)', ''],
  ['a way out need not fit', ' || !messageFits(plan, state))\n    return cut', ')\n    return cut'],
  [
    'a loop is reported as max',
    "return cut(plan, state, 'loop');\n  return",
    "return cut(plan, state, 'max');\n  return",
  ],
  ['a loop is not warned of', "const state = warn(before, 'W_LOOP');", 'const state = before;'],
  ['a model that does not think is not noticed', "plan.opening === 'unopened' && before.sampled === 0", 'false'],
  ['an engine that cannot be continued is told to wait', '|| !plan.canContinue ||', '||'],
  [
    'the context is reported as max',
    "plan.budget.askedMax === undefined && state.limit > plan.budget.max ? 'context' : 'max'",
    "'max'",
  ],
  [
    'max is reported as the context',
    "plan.budget.askedMax === undefined && state.limit > plan.budget.max ? 'context' : 'max'",
    "'context'",
  ],
  [
    'the user is not asked',
    "return { ...state, asked: request.what === 'answer' ? 'user' : request.what }",
    'return state',
  ],
  ['the deadline is reported as the user', "asked: request.what === 'answer' ? 'user' : request.what", "asked: 'user'"],
  ['an early wish is forgotten', "if (state.asked !== 'nothing') return cut(plan, state, state.asked);", ''],
  ['"think more" does nothing', 'extraWaits: state.extraWaits + 1', 'extraWaits: state.extraWaits'],
  ['a pause ends the thinking', 'goOn(plan, state, false)', "cut(plan, state, 'max')"],
  ['ends are banned after a pause', 'goOn(plan, state, false)', 'goOn(plan, state, plan.canBan)'],
  [
    'a pause with nothing left thinks on',
    'left(plan, state) < 1 ? cut(plan, state, endOfRoom(plan, state)) : goOn',
    'goOn',
  ],
  ['what came before a pause is forgotten', 'segmentStart: state.sampled }', 'segmentStart: state.segmentStart }'],
  [
    'a pause makes a suppression fruitless',
    'before.sampled === before.resumedAt',
    'before.sampled === before.segmentStart',
  ],
  ['a lowered maximum is not kept', 'Math.min(plan.budget.max, state.limit)', 'plan.budget.max'],
  ['a lowered maximum counts from the beginning', 'thinkingTokens(state) + observation.within', 'observation.within'],
  ['a maximum can be raised again', 'Math.min(state.limit, thinkingTokens(state)', 'Math.max(0, thinkingTokens(state)'],
  ['a lowered maximum is reported as the context', ' && state.limit > plan.budget.max', ''],
  ['the message chosen is not appended', 'state.chosen ?? state.suppressions', 'state.suppressions'],
  ['the message chosen stays for ever', 'chosen: undefined,', ''],
  ['headers are skipped', "plan.hasHeader && state.endedBy === 'model'", 'false'],
  ['headers are read after a cut', "plan.hasHeader && state.endedBy === 'model'", 'plan.hasHeader'],
  ['a header that names thinking opens the answer', "if (names === 'answer') return", "if (names !== 'tool') return"],
  [
    'a header that names a tool is not noticed',
    "phase: 'answer', endedBy: 'tool' });\n  const thinking",
    "phase: 'answer' });\n  const thinking",
  ],
  ['empty messages go on for ever', 'if (state.fruitless >= mostFruitless) return cut', 'if (false) return cut'],
  [
    'a new message is thought in with nothing left',
    "left(plan, thinking) < 1 ? cut(plan, thinking, 'max') : think(plan, thinking)",
    'think(plan, thinking)',
  ],
];

const source = readFileSync(new URL('../../src/forcing/decide.ts', import.meta.url), 'utf8');

/** The decision function of a changed source; its imports are types only, so it stands alone once they are gone. */
async function load(text: string): Promise<Decide> {
  const script = stripTypeScriptTypes(text);
  const module: { decide: Decide } = await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(script).toString('base64')}`
  );
  return module.decide;
}

function failing(decide: Decide): string[] {
  return rules
    .filter((rule) => {
      try {
        rule.check(decide);
        return false;
      } catch {
        return true;
      }
    })
    .map((rule) => rule.name);
}

describe('the checks of the rules notice every deliberate defect', () => {
  test('the source as it is passes them', async () => {
    expect(failing(await load(source))).toEqual([]);
  });

  for (const [name, find, replace] of mutants) {
    test(name, async () => {
      expect(source.split(find).length, `"${find}" must stand exactly once in decide.ts`).toBe(2);
      expect(failing(await load(source.replace(find, () => replace)))).not.toEqual([]);
    });
  }
});
