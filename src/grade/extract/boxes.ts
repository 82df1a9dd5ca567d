import { limits } from '../limits.ts';

/** A `\boxed{...}`. */
export interface Box {
  readonly content: string;
  /** Offsets of the whole command. */
  readonly start: number;
  readonly end: number;
  /** False where the text ends before the braces do. */
  readonly closed: boolean;
}

const command = /\\+(?:boxed|fbox|framebox)(?![A-Za-z])\s*/g;

/** Every box of a text in order; of nested ones the outer. Empty boxes are left out. */
export function boxes(text: string): readonly Box[] {
  const found: Box[] = [];
  command.lastIndex = 0;
  for (let match = command.exec(text); match !== null; match = command.exec(text)) {
    const box = readBox(text, match.index, match.index + match[0].length);
    if (/[^\s{}$]/.test(box.content)) found.push(box);
    command.lastIndex = Math.max(box.end, match.index + match[0].length);
  }
  return found;
}

function readBox(text: string, start: number, open: number): Box {
  if (text[open] !== '{') return unbraced(text, start, open);
  let depth = 0;
  // A box longer than any answer that is read counts as one that never closes.
  const end = Math.min(text.length, open + limits.characters);
  for (let at = open; at < end; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) {
      return { content: text.slice(open + 1, at), start, end: at + 1, closed: true };
    }
  }
  return unbalanced(text, start, open);
}

/** `\boxed 5$`: up to the end of the formula, as s1 reads it. */
function unbraced(text: string, start: number, open: number): Box {
  const end = /\$|\\[)\]]|\n|$/.exec(text.slice(open, open + 2_000));
  const at = open + (end?.index ?? 0);
  return { content: text.slice(open, at), start, end: at, closed: true };
}

/** Braces that never close: set braces may have lost a backslash, or the text was cut off. */
function unbalanced(text: string, start: number, open: number): Box {
  const line = /\n\n|$/.exec(text.slice(open + 1, open + 2_000));
  const end = open + 1 + (line?.index ?? 0);
  const content = text.slice(open + 1, end).replace(/(?:\\[\])]|\$|\s|\.)+$/, '');
  // Only what runs up to the end of the text was cut off there.
  const last = !/\S/.test(text.slice(end));
  return { content: last ? content : '', start, end, closed: false };
}
