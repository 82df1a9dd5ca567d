import type { Part } from '../engine/prompt.ts';
import { DataText, JoinedTexts, type Variable } from './data-text.ts';

/** What a template is given in place of a tree with data in it, and the way back. */
export interface Masked {
  readonly variables: Readonly<Record<string, unknown>>;
  /** Cuts what was rendered at the marks. */
  unmask(rendered: string): Unmasked;
}

export interface Unmasked {
  /** Template text as control parts, data as literal parts; neighbours of one kind are joined. */
  readonly parts: readonly Part[];
  /** The data that were found, by their text. */
  readonly found: ReadonlySet<string>;
  /** A mark came back incomplete: the template takes texts apart. */
  readonly damaged: boolean;
}

/**
 * Replaces data by marks.
 *
 * A mark is `space digits"édigits space`. The spaces (U+2000 to U+200A, never in templates) are gone afterwards where
 * the template trimmed the text, so that the text is trimmed as well. The quotation mark and the é show whether the
 * template wrote the text into JSON or an attribute, so that the text is escaped as well. Equal texts have equal
 * marks and marks sort as their texts do, so that tests for equality and sorted keys come out right. Safety does not
 * rest on the digits being secret: texts never meet the template, so they cannot forge a mark.
 */
export function mask(tree: Readonly<Record<string, Variable>>): Masked {
  const texts = new Map<string, DataText>();
  collect(tree, texts);
  const keys = [...texts.keys()].sort(
    (one, other) => compare(one.toLowerCase(), other.toLowerCase()) || compare(one, other),
  );
  const [begin, end] = [digits(), digits()];
  const marks = new Map(keys.map((key, index) => [key, markOf(index, texts.get(key) as DataText, begin, end)]));
  const replace = (data: DataText): string => marks.get(keyOf(data)) ?? '';
  return {
    variables: replaced(tree, replace) as Record<string, unknown>,
    unmask: (rendered) =>
      unmask(
        rendered,
        keys.map((key) => texts.get(key) as DataText),
        begin,
        end,
      ),
  };
}

const spaced = '\u200a[\u2000-\u2009]{6}\u200a';

function unmask(rendered: string, texts: readonly DataText[], begin: string, end: string): Unmasked {
  const parts: Part[] = [];
  const found = new Set<string>();
  let damaged = false;
  const template = (text: string): void => {
    if (text.includes(begin) || text.includes(end) || /[\u2000-\u200a]{4}/.test(text)) damaged = true;
    push(parts, { text, control: true });
  };
  const plain = rendered.replace(/\\+u(200[0-9a])/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const pattern = new RegExp(`(${spaced})?${begin}(\\d{6})(.{2,48}?)${end}(${spaced})?|(${spaced})`, 'gs');
  let position = 0;
  for (let match = pattern.exec(plain); match !== null; match = pattern.exec(plain)) {
    template(plain.slice(position, match.index));
    const [, left, index, middle, behind, alone] = match;
    // Spaces behind a trimmed text may belong to a text of white space that follows it.
    const right = behind !== undefined && spacedIndex(behind) !== Number(index) ? undefined : behind;
    pattern.lastIndex -= behind !== undefined && right === undefined ? behind.length : 0;
    position = pattern.lastIndex;
    const data = texts[alone === undefined ? Number(index) : spacedIndex(alone)];
    if (data === undefined) {
      damaged = true;
      continue;
    }
    found.add(keyOf(data));
    takeAway(parts, data.instead);
    if (!('text' in data.part)) {
      parts.push(data.part);
      continue;
    }
    const quoted = alone !== undefined && plain[match.index - 1] === '"' && plain[position] === '"';
    // Delimiters stay as they are, whatever the template does to the text they are part of.
    const whole = alone !== undefined || data.part.control;
    const trimmed = whole ? data.part.text : trim(data.part.text, left === undefined, right === undefined, data.kind);
    const text = escaped(trimmed, alone === undefined ? (middle ?? '') : quoted ? '\\"é' : '"é');
    push(parts, { text, control: data.part.control });
  }
  template(plain.slice(position));
  return { parts, found, damaged };
}

function markOf(index: number, data: DataText, begin: string, end: string): string {
  const number = String(index).padStart(6, '0');
  const space = `\u200a${[...number].map((digit) => String.fromCharCode(0x2000 + Number(digit))).join('')}\u200a`;
  if (!('text' in data.part)) return `${begin}${number}"é${end}`;
  if (data.part.text === '') return '';
  if (data.part.text.trim() === '') return data.kind === 'message' ? space : `${begin}${number}"é${end}`;
  return `${space}${begin}${number}"é${end}${space}`;
}

function spacedIndex(space: string): number {
  return Number([...space.slice(1, -1)].map((character) => character.charCodeAt(0) - 0x2000).join(''));
}

/** Trims as the template did; data of white space alone carry no spaces that could tell. */
function trim(text: string, left: boolean, right: boolean, kind: 'message' | 'data'): string {
  if (kind === 'data' && text.trim() === '') return text;
  const start = left ? text.trimStart() : text;
  return right ? start.trimEnd() : start;
}

/** Escapes as the template did, seen by what became of `"é`. */
function escaped(text: string, probe: string): string {
  if (/^&(quot|#34);/.test(probe))
    return text.replaceAll('&', '&amp;').replaceAll('"', probe.slice(0, probe.indexOf(';') + 1));
  const backslashes = /^\\*/.exec(probe)?.[0].length ?? 0;
  const ascii = probe.includes('u00e9');
  let result = text;
  for (let level = 0; 2 ** level - 1 < backslashes; level += 1) {
    result = JSON.stringify(result).slice(1, -1);
    if (level === 0 && ascii) {
      result = result.replace(
        /[\x7f-\uffff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  }
  return result;
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

/** Equal texts of one kind share a mark; every image has its own. */
export function keyOf(data: DataText): string {
  if ('text' in data.part) return [data.part.text, data.part.control, data.kind, data.instead].join('\u0000');
  return `\u0000${mediaNumber(data)}`;
}

const media = new WeakMap<DataText, number>();
let mediaCount = 0;

function mediaNumber(data: DataText): number {
  const known = media.get(data);
  if (known !== undefined) return known;
  mediaCount += 1;
  media.set(data, mediaCount);
  return mediaCount;
}

function collect(value: Variable, texts: Map<string, DataText>): void {
  if (value instanceof DataText) texts.set(keyOf(value), value);
  else if (value instanceof JoinedTexts) for (const item of value.items) collect(item, texts);
  else if (value instanceof Map) {
    for (const [key, item] of value as ReadonlyMap<string | DataText, Variable>) {
      collect(key, texts);
      collect(item, texts);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) collect(item, texts);
  }
}

function replaced(value: Variable, replace: (data: DataText) => string): unknown {
  if (value instanceof DataText) return replace(value);
  if (value instanceof JoinedTexts) return value.items.map(replace).join('');
  if (Array.isArray(value)) return value.map((item: Variable) => replaced(item, replace));
  if (value instanceof Map) {
    return Object.fromEntries(
      [...(value as ReadonlyMap<string | DataText, Variable>)].map(([key, item]) => [
        key instanceof DataText ? replace(key) : key,
        replaced(item, replace),
      ]),
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, replace)]));
  }
  return value;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Sixteen random digits; digits survive changes of case. */
function digits(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => String(byte % 10)).join('');
}
