import type { ThinkResult } from '../../core/events.ts';
import { MullError } from '../../core/mull-error.ts';
import type { ForcedMark } from '../../core/run-record.ts';
import { think } from '../../forcing/think.ts';
import type { MethodCall, MethodOutcome } from './method.ts';

/** The method `think`: one chain of thought under the budget. */
export async function thinkOnce({ onTokens, ...options }: MethodCall): Promise<MethodOutcome> {
  const forced: ForcedMark[] = [];
  let characters = 0;
  let result: ThinkResult | undefined;
  for await (const event of think(options)) {
    if (event.type === 'thinking-delta' || event.type === 'answer-delta') {
      if (event.type === 'thinking-delta') characters += event.text.length;
      if (!event.forced) onTokens?.(event.tokens?.length ?? 1);
    } else if (event.type === 'forced') {
      const { kind, text, position } = event;
      forced.push({ kind, text, position, offset: characters });
    } else if (event.type === 'finish') {
      result = event.result;
    }
  }
  if (result === undefined) {
    throw new MullError('E_INTERNAL', 'A run ended without a result.', { hint: 'Please report it.' });
  }
  const { answer, thinking, receipt, finishReason } = result;
  return { answer, thinking, receipt, finishReason, forced };
}
