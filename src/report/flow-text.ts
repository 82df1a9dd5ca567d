import { displayWidth } from './display-width.ts';
import type { Role, TextStyle } from './text-style.ts';

/** Where text that is still coming stands: what was written of the line, and what waits for its word to end. */
export interface Flow {
  /** Whether anything was written. */
  readonly begun: boolean;
  /** Columns filled behind the gutter. */
  readonly column: number;
  /** Line ends and spaces that are written only if a word follows them. */
  readonly breaks: number;
  readonly spaces: number;
  readonly word: readonly Piece[];
  /** Whether the word goes on from what was written, because it is longer than a line. */
  readonly continuing: boolean;
}

interface Piece {
  readonly text: string;
  readonly role: Role;
}

export interface FlowOptions {
  readonly style: TextStyle;
  /** Written, faint, at the beginning of every line. */
  readonly gutter: string;
}

export const emptyFlow: Flow = { begun: false, column: 0, breaks: 0, spaces: 0, word: [], continuing: false };

/** Fewer columns than this are not worth wrapping for. */
const narrowest = 10;

/**
 * Adds text to a flow and gives what can be printed now: whole words, wrapped to the width. White space at the very
 * beginning is dropped. The text must be printable.
 */
export function flowText(flow: Flow, text: string, role: Role, options: FlowOptions): [Flow, string] {
  let current = flow;
  let output = '';
  const settle = (): void => {
    const [next, written] = placeWord(current, options);
    current = next;
    output += written;
  };
  const room = available(options);
  // Long words come in pieces, so that the cost stays linear however long they are.
  for (const [part] of text.replaceAll('\t', '    ').matchAll(/\n|[^\S\n]+|\S{1,40}/gu)) {
    if (part === '\n') {
      settle();
      current = { ...current, breaks: current.breaks + 1, spaces: 0, continuing: false };
    } else if (part.trim() === '') {
      settle();
      current = { ...current, spaces: current.spaces + part.length, continuing: false };
    } else {
      for (const piece of breakable(part)) {
        // Wide characters are words of their own: scripts that have them do not put spaces between words.
        const alone = displayWidth(piece) === 2 && [...piece].length === 1;
        if (alone) settle();
        current = {
          ...current,
          word: [...current.word, { text: piece, role }],
          continuing: !alone && current.continuing,
        };
        if (alone || room === Number.POSITIVE_INFINITY) settle();
        else if (wordWidth(current) >= room) {
          settle();
          current = { ...current, continuing: true };
        }
      }
    }
  }
  return [current, output];
}

/** Prints the last word. White space at the very end is dropped. */
export function endFlow(flow: Flow, options: FlowOptions): string {
  const [, written] = placeWord(flow, options);
  return written;
}

/** The wide characters of a word one by one, and what stands between them. */
function breakable(word: string): string[] {
  if (word.length === displayWidth(word)) return [word];
  const pieces: string[] = [];
  let narrow = '';
  for (const character of word) {
    if (displayWidth(character) < 2) {
      narrow += character;
      continue;
    }
    if (narrow !== '') pieces.push(narrow);
    pieces.push(character);
    narrow = '';
  }
  return narrow === '' ? pieces : [...pieces, narrow];
}

function wordWidth({ word }: Flow): number {
  return word.reduce((sum, piece) => sum + displayWidth(piece.text), 0);
}

function available({ style, gutter }: FlowOptions): number {
  return Math.max(narrowest, style.width - displayWidth(gutter));
}

function placeWord(flow: Flow, options: FlowOptions): [Flow, string] {
  const { style, gutter } = options;
  if (flow.word.length === 0) return [flow, ''];
  const room = available(options);
  const width = wordWidth(flow);
  const painted = gutter === '' ? '' : style.paint('faint', gutter);
  const emptyLine = gutter === '' ? '' : style.paint('faint', gutter.trimEnd());
  let { column, spaces } = flow;
  let output = '';
  if (!flow.begun) {
    output += painted;
    spaces = 0;
    column = 0;
  } else if (flow.breaks > 0) {
    output += `\n${`${emptyLine}\n`.repeat(flow.breaks - 1)}${painted}`;
    column = 0;
  } else if (!flow.continuing && column > 0 && column + spaces + width > room) {
    output += `\n${painted}`;
    column = 0;
    spaces = 0;
  }
  // However deep the indentation, half of the line is left for words.
  const indent = Math.min(spaces, Math.floor(room / 2));
  output += ' '.repeat(indent);
  column += indent;
  for (const { text, role } of flow.word) {
    let rest = text;
    while (column + displayWidth(rest) > room) {
      const [head, tail] = splitAt(rest, room - column, column === 0);
      output += `${head === '' ? '' : style.paint(role, head)}\n${painted}`;
      column = 0;
      rest = tail;
    }
    output += style.paint(role, rest);
    column += displayWidth(rest);
  }
  return [{ ...flow, begun: true, column, breaks: 0, spaces: 0, word: [] }, output];
}

/** The longest head of at most so many columns; of at least one character where the line is empty. */
function splitAt(text: string, columns: number, lineIsEmpty: boolean): [string, string] {
  let head = '';
  for (const character of text) {
    if (displayWidth(head + character) > columns && !(lineIsEmpty && head === '')) break;
    head += character;
  }
  return [head, text.slice(head.length)];
}
