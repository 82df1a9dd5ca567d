import { limits } from '../limits.ts';
import { isDeeperThan } from '../tree/is-deeper-than.ts';
import { integer } from '../tree/make.ts';
import type { Node } from '../tree/node.ts';
import { clean } from './clean.ts';
import { Cursor, type Levels } from './cursor.ts';
import type { CommaReading } from './numeral.ts';
import { parseList } from './parse-list.ts';
import { parseSum } from './parse-sum.ts';
import { readSpecial } from './read-special.ts';
import { tokenise } from './tokenise.ts';

const levels: Levels = { list: parseList, sum: parseSum };

/** An answer as read: one tree, or more where a comma can mean two things. None: it is no formula. */
export interface Reading {
  /** The answer with its characters repaired. */
  readonly text: string;
  readonly trees: readonly Node[];
}

/** Reads an answer that stands alone. Never throws; beyond the limits there is no tree. */
export function readAnswer(source: string): Reading {
  if (source.length > limits.characters) return { text: source, trees: [] };
  if (source.length < 16 && digits.test(source)) return { text: source, trees: [integer(Number(source))] };
  const text = trim(clean(source));
  if (text === '') return { text, trees: [] };
  const special = readSpecial(text);
  if (special !== undefined) return { text, trees: [special] };
  const trees: Node[] = [];
  for (const commas of commaReadings(text)) {
    const tree = parse(text, commas);
    if (tree !== undefined) trees.push(tree);
  }
  return { text, trees };
}

const digits = /^-?\d+$/;

/** Reads each answer once, however often it is asked for. One is made for each verdict. */
export function rememberReadings(): (source: string) => Reading {
  const seen = new Map<string, Reading>();
  return (source) => {
    let reading = seen.get(source);
    if (reading === undefined) {
      reading = readAnswer(source);
      seen.set(source, reading);
    }
    return reading;
  };
}

function parse(text: string, commas: CommaReading): Node | undefined {
  try {
    const cursor = new Cursor(tokenise(text, commas), text, levels);
    const tree = parseList(cursor);
    if (cursor.tokens.length > limits.levels && isDeeperThan(tree, limits.levels)) return undefined;
    if (tree.kind === 'list' && tree.items.length === 0) return undefined;
    // Brackets and full stops that are left over at the end belong to the text around the answer.
    while (cursor.token !== undefined) {
      const token = cursor.next();
      if (token.kind !== 'symbol' || !/^[)\]}.,;:"'!?\\*|]+$|^row$/.test(token.text)) return undefined;
    }
    return tree;
  } catch {
    return undefined;
  }
}

/** Full stops, quotes, emphasis and a lone backslash around the answer. */
function trim(text: string): string {
  let trimmed = text.trim();
  trimmed = trimmed
    .replace(/^(?:\*\*|__|["`:*]|\\[[(])+\s*/, '')
    .replace(/(?:\\[\])]|\*\*|["`*]|(?<!\\)\\ ?|\s)+$/, '');
  // The dots of 0.777... belong to the number.
  trimmed = /\d\.\.\.$/.test(trimmed) ? trimmed : trimmed.replace(/[\s.,;:]+$/, '');
  // `185\` and `5.$`: what is left of a cut-off command or sentence.
  return trimmed
    .replace(/\.(\$+)$/, '$1')
    .replace(/(?<!\\)\\$/, '')
    .trim();
}

/**
 * `1,000` is a number or a list, `2,74` a list or a number, `1,2,3` a list. The likelier comes first.
 */
function commaReadings(text: string): readonly CommaReading[] {
  const digits = /\d\{?,\}?\d/.test(text);
  if (!digits) return /\d\.\d{3}\.\d{3}/.test(text) ? ['decimal'] : ['thousands'];
  const grouped = /(?<![\d,.])[1-9]\d{0,2}(?:(?:,|\{,\})\d{3})+(?![\d,])/.test(text);
  const single = (text.match(/\d,\d/g) ?? []).length === 1 || text.includes(';');
  if (grouped) return /\d,\d{3}(?!\d)/.test(text) && /[,(;[{]/.test(text) ? ['thousands', 'separator'] : ['thousands'];
  return single && !/[([{]\s*[^()[\]{}]*\d,\d/.test(text) ? ['separator', 'decimal'] : ['separator'];
}
