import type { Numeral } from './numeral.ts';

/**
 * - `letter`: one letter of algebra, or a Greek name · `word`: two or more letters outside of `\text`
 * - `text`: the words of a `\text{...}` · `command`: a LaTeX command that takes arguments
 * - `symbol`: everything else, by the names of `symbolCommands`
 */
export interface Token {
  readonly kind: 'number' | 'letter' | 'word' | 'text' | 'command' | 'symbol' | 'begin' | 'end';
  readonly text: string;
  /** White space stood before it. */
  readonly spaced: boolean;
  readonly start: number;
  readonly end: number;
  readonly numeral: Numeral | undefined;
}
