import type { ThinkEvent } from '../core/events.ts';
import type { RunRecord } from '../core/run-record.ts';
import { printableText } from './printable-text.ts';
import { beforeThinking, renderThinkEvent } from './render-think-event.ts';
import { sampleLines } from './sample-lines.ts';
import type { TextStyle } from './text-style.ts';
import { wrapText } from './wrap-text.ts';

/**
 * A sample in full, as `mull think` would have printed it: the question, the thinking with what mull put in, the answer,
 * the receipt, and how it was judged.
 *
 * @param confidential - leaves out what would show the question: itself, the thinking and the answer
 */
export function recordText(
  record: RunRecord,
  style: TextStyle,
  { confidential = false }: { readonly confidential?: boolean } = {},
): string {
  const { question, verdict } = record;
  const head = sampleLines(record, style, { confidential });
  if (confidential) return `${head.join('\n')}\n`;
  const lines = [
    ...head,
    '',
    ...question.text.split('\n').flatMap((line) => wrapText(printableText(line), style, { role: 'faint' })),
    '',
  ];
  let text = '';
  let state = beforeThinking;
  for (const event of eventsOf(record)) {
    const [next, written] = renderThinkEvent(state, event, style);
    state = next;
    text += written;
  }
  const judged =
    verdict === undefined ? '' : `${wrapText(printableText(verdict.reason), style, { role: 'faint' }).join('\n')}\n`;
  return `${lines.join('\n')}\n${text}${judged}`;
}

/** The events of a run as far as its record tells them. */
function* eventsOf({ thinking, answer, forced, receipt, finishReason }: RunRecord): Generator<ThinkEvent, void> {
  let at = 0;
  yield { type: 'thinking-start' };
  for (const { offset, kind, text, position } of forced) {
    if (offset > at) yield { type: 'thinking-delta', text: thinking.slice(at, offset), forced: false };
    yield { type: 'forced', kind, text, position };
    at = Math.max(at, offset);
    // A delimiter is no part of the thinking; a message is.
    if (kind !== 'wait' || text === '' || !thinking.startsWith(text, offset)) continue;
    yield { type: 'thinking-delta', text, forced: true };
    at = offset + text.length;
  }
  if (at < thinking.length) yield { type: 'thinking-delta', text: thinking.slice(at), forced: false };
  if (receipt === undefined || finishReason === undefined) return;
  yield { type: 'thinking-end', endedBy: receipt.endedBy };
  yield { type: 'answer-start' };
  if (answer !== '') yield { type: 'answer-delta', text: answer, forced: false };
  const message = { role: 'assistant' as const, content: answer, thinking };
  yield { type: 'finish', result: { answer, thinking, receipt, finishReason, message } };
}
