import type { BudgetFields } from '../../src/core/budget.ts';
import type { ThinkEvent, ThinkResult } from '../../src/core/events.ts';
import type { Engine } from '../../src/engine/engine.ts';

/** What a receipt says that the events of its run do not bear out, in words; empty where all fits. */
export async function checkReceipt(
  engine: Engine,
  budget: BudgetFields,
  events: readonly ThinkEvent[],
  result: ThinkResult,
): Promise<string[]> {
  const { receipt } = result;
  const faults: string[] = [];
  const check = (what: string, said: unknown, seen: unknown): void => {
    if (said !== seen) faults.push(`${what}: the receipt says ${said}, seen were ${seen}`);
  };
  const count = async (text: string, control: boolean): Promise<number> =>
    text === '' ? 0 : ((await engine.encode?.({ text, control }))?.length ?? 0);

  let [sampled, messages, delimiters, answered] = [0, 0, 0, 0];
  const { finish = 'Final Answer:' } = budget;
  for (const event of events) {
    if (event.type === 'thinking-delta') {
      if (event.forced) messages += await count(event.text, false);
      else sampled += event.tokens?.length ?? 0;
    }
    if (event.type === 'answer-delta')
      answered += event.forced ? await count(event.text, false) : (event.tokens?.length ?? 0);
    if (event.type === 'forced' && (event.kind === 'close' || event.kind === 'open'))
      delimiters += await count(event.text, true);
    if (event.type === 'forced' && event.kind === 'cut') {
      delimiters += (await count(event.text.slice(0, -finish.length), true)) + (await count(finish, false));
    }
  }
  const waits = events.filter((event) => event.type === 'forced' && event.kind === 'wait').length;
  check('sampled thinking', receipt.bounds.min.happened, sampled);
  check('thinking', receipt.thinkingTokens, sampled + messages);
  check('forced', receipt.forcedTokens, messages + delimiters);
  check('answer', receipt.answerTokens, answered);
  check('waits', receipt.bounds.waits.happened, waits);
  check('counting', receipt.counting, 'exact');
  check('the maximum', receipt.bounds.max.verdict, 'held');
  check(
    'thinking within the maximum',
    receipt.thinkingTokens <= (typeof budget.max === 'number' ? budget.max : Number.POSITIVE_INFINITY),
    true,
  );
  return faults;
}
