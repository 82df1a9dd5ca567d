import { type Box, boxes } from './boxes.ts';
import type { Extraction } from './extraction.ts';

/** Longest text between two boxes that belong together: `\boxed{3} \text{ for part (a) and } \boxed{4}`. */
const longestGap = 40;

/** The last box, together with the boxes right before it that list further answers. */
export function boxedAnswer(text: string): Extraction | undefined {
  if (!text.includes('boxed') && !text.includes('\\fbox') && !text.includes('\\framebox')) return undefined;
  const found = boxes(text);
  const last = found.at(-1);
  if (last === undefined) return undefined;
  const together: Box[] = [last];
  for (let at = found.length - 2; at >= 0; at--) {
    const [box, next] = [found[at]!, together[0]!];
    if (!belongTogether(text.slice(box.end, next.start))) break;
    together.unshift(box);
  }
  const contents = [...new Set(together.map((box) => box.content.trim()))];
  const start = contents.length > 1 ? (together[0]?.start ?? last.start) : last.start;
  const rule = contents.length > 1 ? 'boxed-several' : last.closed ? 'boxed' : 'boxed-unclosed';
  return { text: contents.join(', '), rule, start, end: last.end };
}

function belongTogether(between: string): boolean {
  if (between.length > longestGap) return false;
  // A new sentence, a new line of working or an equation between them: a later result, not a further answer.
  return !/[.!?](?:\s|\$|\\)|\n\s*\n|=|\\Rightarrow|\\implies|therefore|hence|thus|\bso\b/i.test(between);
}
