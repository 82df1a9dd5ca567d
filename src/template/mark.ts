import type { DataText } from './data-text.ts';

/** Random digits around the marks of one prompt; digits survive changes of case. */
export interface Fence {
  readonly begin: string;
  readonly end: string;
}

/**
 * A line end as seen by `strip("\n")`, for the marks hold none: a template may split texts into lines. Python's strip
 * takes it for white space, and so does JavaScript's.
 */
export const lineMark = '\u2029';
/** The number of a text in six spaces of different widths, which no template writes. */
const spaces = '\u200a[\u2000-\u2009]{6}\u200a';

/**
 * What stands for a text while the template runs: `spaces digits"édigits spaces`.
 *
 * The spaces are gone afterwards where the template trimmed the text, the line mark where it stripped line ends. The
 * quotation mark and the é show whether the text was written into JSON or into an attribute. A text of nothing but
 * white space is spaces alone, so that the template sees it as blank.
 */
export function markOf(index: number, { part, kind }: DataText, { begin, end }: Fence): string {
  const number = String(index).padStart(6, '0');
  const core = `${begin}${number}"é${end}`;
  if (!('text' in part)) return core;
  if (part.text === '') return '';
  const space = `\u200a${[...number].map((digit) => String.fromCharCode(0x2000 + Number(digit))).join('')}\u200a`;
  if (part.text.trim() === '') return kind === 'message' ? space : core;
  return lineMark + space + core + space + lineMark;
}

/** A mark that was found: by the number of its text, with what is left of its spaces. */
export interface FoundMark {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** What became of `"é`; absent for spaces alone. */
  readonly probe?: string;
  readonly left: EdgeState;
  readonly right: EdgeState;
}

/** Whether an end of a text was left as it is, lost its line ends, or all white space. */
export type EdgeState = 'whole' | 'stripped' | 'trimmed';

/** All marks within a rendered prompt, in their order. */
export function* findMarks(rendered: string, { begin, end }: Fence): Generator<FoundMark> {
  const edge = `(?:${lineMark})?(?:${spaces})`;
  const pattern = new RegExp(
    `(${edge})?${begin}(\\d{6})(.{2,48}?)${end}(${spaces}(?:${lineMark})?)?|(${spaces})`,
    'gs',
  );
  for (let match = pattern.exec(rendered); match !== null; match = pattern.exec(rendered)) {
    const [whole, left, number, probe, behind, alone] = match;
    if (alone !== undefined) {
      yield { index: numberOf(alone), start: match.index, end: pattern.lastIndex, left: 'whole', right: 'whole' };
      continue;
    }
    // Spaces behind a trimmed text may be those of a blank text that follows it.
    const foreign = behind !== undefined && numberOf(behind) !== Number(number);
    if (foreign) pattern.lastIndex -= behind.length;
    yield {
      index: Number(number),
      start: match.index,
      end: match.index + whole.length - (foreign ? behind.length : 0),
      probe: probe ?? '',
      left: edgeState(left),
      right: edgeState(foreign ? undefined : behind),
    };
  }
}

/** Whether a text of the template holds pieces of marks: then the template took a text apart. */
export function hasPieces(text: string, { begin, end }: Fence): boolean {
  return [begin, end, lineMark].some((piece) => text.includes(piece)) || /[\u2000-\u200a]{4}/.test(text);
}

function edgeState(edge: string | undefined): EdgeState {
  if (edge === undefined) return 'trimmed';
  return edge.includes(lineMark) ? 'whole' : 'stripped';
}

function numberOf(edge: string): number {
  const digits = [...edge].filter((character) => character >= '\u2000' && character <= '\u2009');
  return Number(digits.map((character) => character.charCodeAt(0) - 0x2000).join(''));
}
