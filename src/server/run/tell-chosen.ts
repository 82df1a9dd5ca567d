import type { ThinkEvent } from '../../core/events.ts';
import { isOfBranch } from './is-of-branch.ts';

/**
 * The events of a run as an API can tell them: one thinking, then one answer.
 *
 * A strategy runs several chains at the same time, and only its end says whose thinking and answer count. So its chains
 * are passed on as they are, marked with their branch, and what was chosen is told behind them as if it had just
 * happened. A run without a strategy passes unchanged.
 */
export async function* tellChosen(events: AsyncIterable<ThinkEvent>): AsyncGenerator<ThinkEvent, void> {
  let prompted = false;
  for await (const event of events) {
    const ofBranch = isOfBranch(event);
    if (ofBranch && event.type === 'prompt' && !prompted) {
      prompted = true;
      const { tokens, max, format } = event;
      yield { type: 'prompt', tokens, max, format };
    }
    if (!prompted || ofBranch || event.type === 'vote') {
      yield event;
    } else if (event.type === 'finish') {
      yield* chosen(event);
    }
  }
}

function* chosen(finish: Extract<ThinkEvent, { type: 'finish' }>): Generator<ThinkEvent, void> {
  const { thinking, answer, receipt, message } = finish.result;
  yield { type: 'thinking-start' };
  if (thinking !== '') yield { type: 'thinking-delta', text: thinking, forced: false };
  yield { type: 'thinking-end', endedBy: receipt.endedBy };
  yield { type: 'answer-start' };
  if (answer !== '') yield { type: 'answer-delta', text: answer, forced: false };
  for (const call of message.toolCalls ?? []) yield { type: 'tool-call', call };
  yield finish;
}
