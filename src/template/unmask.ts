import type { Part } from '../engine/prompt.ts';
import { type DataText, keyOf } from './data-text.ts';
import { type EdgeState, type Fence, type FoundMark, findMarks, hasPieces } from './mark.ts';

export interface Unmasked {
  /** Template text as control parts, data as literal parts; neighbours of one kind are joined. */
  readonly parts: readonly Part[];
  /** The data that were found, by their keys. */
  readonly found: ReadonlySet<string>;
  /** A mark came back incomplete: the template takes texts apart. */
  readonly damaged: boolean;
}

/** Puts the data in the place of their marks. */
export function unmask(rendered: string, texts: readonly DataText[], fence: Fence): Unmasked {
  const parts: Part[] = [];
  const found = new Set<string>();
  let damaged = false;
  let position = 0;
  const template = (text: string): void => {
    damaged ||= hasPieces(text, fence);
    push(parts, { text, control: true });
  };
  const plain = rendered.replace(/\\+u(200[0-9a]|2029)/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  for (const mark of findMarks(plain, fence)) {
    template(plain.slice(position, mark.start));
    position = mark.end;
    const data = texts[mark.index];
    if (data === undefined || (mark.probe === undefined && !isBlank(data))) {
      damaged = true;
      continue;
    }
    found.add(keyOf(data));
    takeAway(parts, data.instead);
    if (!('text' in data.part)) parts.push(data.part);
    else push(parts, { text: written(data.part.text, data, mark, plain), control: data.part.control });
  }
  template(plain.slice(position));
  return { parts, found, damaged };
}

function isBlank({ part }: DataText): boolean {
  return 'text' in part && part.text.trim() === '';
}

/** The text as the template would have written it: trimmed and escaped like its mark. */
function written(text: string, { part, kind }: DataText, mark: FoundMark, rendered: string): string {
  if (mark.probe === undefined) {
    const quoted = rendered[mark.start - 1] === '"' && rendered[mark.end] === '"';
    return quoted ? JSON.stringify(text).slice(1, -1) : text;
  }
  // Delimiters stay as they are, whatever is done to the text they are part of; blank data carry no spaces.
  const fixed = ('control' in part && part.control) || (kind === 'data' && text.trim() === '');
  return escaped(fixed ? text : trimmedEnd(trimmedStart(text, mark.left), mark.right), mark.probe);
}

function trimmedStart(text: string, state: EdgeState): string {
  return state === 'whole' ? text : state === 'trimmed' ? text.trimStart() : text.replace(/^\n+/, '');
}

function trimmedEnd(text: string, state: EdgeState): string {
  return state === 'whole' ? text : state === 'trimmed' ? text.trimEnd() : text.replace(/\n+$/, '');
}

/** Escapes as the template did, seen by what became of `"é`. */
function escaped(text: string, probe: string): string {
  const entity = /^&(quot|#34);/.exec(probe)?.[0];
  if (entity !== undefined) return text.replaceAll('&', '&amp;').replaceAll('"', entity);
  const backslashes = /^\\*/.exec(probe)?.[0].length ?? 0;
  const ascii = probe.includes('u00e9');
  let result = text;
  for (let level = 0; 2 ** level - 1 < backslashes; level += 1) {
    result = JSON.stringify(result).slice(1, -1);
    if (level === 0 && ascii) result = result.replace(/[\x7f-\uffff]/g, unicodeEscape);
  }
  return result;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function takeAway(parts: Part[], text: string): void {
  const last = parts.at(-1);
  if (text === '' || !last || !('text' in last) || !last.control || !last.text.endsWith(text)) return;
  parts[parts.length - 1] = { text: last.text.slice(0, -text.length), control: true };
}

function push(parts: Part[], part: { readonly text: string; readonly control: boolean }): void {
  if (part.text === '') return;
  const last = parts.at(-1);
  if (last && 'text' in last && last.control === part.control) {
    parts[parts.length - 1] = { text: last.text + part.text, control: part.control };
  } else {
    parts.push(part);
  }
}
