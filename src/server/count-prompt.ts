import type { Count } from '../core/count.ts';
import type { Engine } from '../engine/engine.ts';
import { openingPrompt } from '../forcing/opening-prompt.ts';
import { readBudget } from '../forcing/read-budget.ts';
import type { RunQueue } from './load/run-queue.ts';
import type { ServedBudget, ServerRequest } from './request/server-request.ts';
import { planRuns } from './run/plan-runs.ts';

/**
 * Tokens of the prompt that a run of this request would begin with, what mull adds included. Nothing is generated.
 *
 * By the tokenizer where the engine has one, which takes no place of a run; else the engine opens the conversation, in a
 * place like any other, and says how long it is.
 *
 * @throws E_QUEUE_FULL; what the engine throws for a conversation that it does not take
 */
export async function countPrompt(
  engine: Engine,
  asked: {
    readonly request: ServerRequest;
    readonly budget: ServedBudget;
    readonly queue: RunQueue;
    readonly signal: AbortSignal;
  },
): Promise<Count> {
  const { budget, queue, signal } = asked;
  // Planned as a run is, so that what the engine cannot be told of is not counted either.
  const planned = planRuns({
    engine,
    request: asked.request,
    budget,
    strategy: undefined,
    sampling: {},
    seed: 0,
    signal,
  });
  const { tools, keepThinking, conversations } = planned.request;
  const { prompt } = openingPrompt(engine, {
    messages: conversations[0] ?? [],
    fields: readBudget(budget.fields),
    keepThinking,
    ...(tools.length === 0 ? {} : { tools }),
  });
  if ('parts' in prompt && engine.encode) {
    let value = 0;
    for (const part of prompt.parts) value += (await engine.encode(part)).length;
    return { value, counting: 'exact' };
  }
  queue.check(1);
  const leave = await queue.enter(signal);
  try {
    const sequence = await engine.open(prompt, { seed: 0, signal });
    const { length } = sequence;
    await sequence.close();
    return length;
  } finally {
    leave();
  }
}
