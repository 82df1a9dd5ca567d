import { limits } from '../limits.ts';

/** Marks behind which a model writes its answer; the last one counts. */
const opening =
  /<\/think(?:ing)?>|<\|im_start\|>\s*answer\b|<\|channel\|>final<\|message\|>|<\|end_of_thought\|>|◁\/think▷/g;
/** Marks of a turn that is over. */
const closing = /<\|im_end\|>|<\|im_start\|>|<\|eot_id\|>|<\|endoftext\|>|<\|end\|>|<\/s>|<end_of_turn>|<\|return\|>/g;

/** Where a text is searched: behind its thinking, before the end of its turn. */
export function answerPart(text: string): { readonly start: number; readonly end: number } {
  const from = Math.max(0, text.length - limits.searched);
  if (!text.includes('<') && !text.includes('◁')) return { start: from, end: text.length };
  // Thinking that was never closed is searched without its opening mark.
  const opened = /^\s*<think(?:ing)?>/.exec(text);
  let start = Math.max(from, opened === null ? 0 : opened[0].length);
  for (const match of text.matchAll(opening)) {
    const after = match.index + match[0].length;
    // Thinking that was cut off has nothing behind it; then the thinking itself is searched.
    if (after > start && /\S/.test(text.slice(after, after + 2_000))) start = after;
  }
  for (const match of text.slice(start).matchAll(closing)) {
    if (/\S/.test(text.slice(start, start + match.index))) return { start, end: start + match.index };
  }
  return { start, end: text.length };
}
