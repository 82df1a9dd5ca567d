import type { ForcedMark } from '../../core/run-record.ts';

/** A stretch of a text: written by the model, put in by mull, or a place where mull stepped in without a text. */
export type MarkedPiece =
  | { readonly kind: 'model'; readonly text: string }
  | { readonly kind: 'wait'; readonly text: string; readonly position: number }
  | { readonly kind: 'cut'; readonly text: ''; readonly position: number };

/**
 * A thought in pieces, so that what mull put in can be told from what the model wrote. Joined, the texts are the
 * thought again, whatever the marks say: a mark that does not fit the text becomes a place without one.
 */
export function markForced(thinking: string, marks: readonly ForcedMark[]): MarkedPiece[] {
  const pieces: MarkedPiece[] = [];
  let at = 0;
  const model = (end: number): void => {
    if (end > at) pieces.push({ kind: 'model', text: thinking.slice(at, end) });
    at = Math.max(at, end);
  };
  for (const { kind, text, offset, position } of [...marks].sort((a, b) => a.offset - b.offset)) {
    if (kind === 'close' || kind === 'open') continue;
    const place = Math.min(Math.max(offset, at), thinking.length);
    model(place);
    if (kind === 'cut') pieces.push({ kind, text: '', position });
    else if (text !== '' && thinking.startsWith(text, place)) {
      pieces.push({ kind, text, position });
      at = place + text.length;
    } else pieces.push({ kind, text: '', position });
  }
  model(thinking.length);
  return pieces;
}

/** How many characters at the start of an answer mull wrote: the words that open it after a cut. */
export function forcedOpening(answer: string, marks: readonly ForcedMark[]): number {
  const cut = marks.findLast(({ kind }) => kind === 'cut');
  // The text of a cut is the delimiter and then these words.
  const words = cut?.text.split('\n').at(-1)?.trim() ?? '';
  return words !== '' && answer.startsWith(words) ? words.length : 0;
}
