import { limits } from '../limits.ts';
import type { Node } from '../tree/node.ts';
import type { Token } from './token.ts';
import { unreadable } from './unreadable.ts';

/** The levels of the grammar that brackets lead back to. */
export interface Levels {
  /** Everything: lists of relations of sums. */
  list(cursor: Cursor): Node;
  /** Terms with signs between them. */
  sum(cursor: Cursor): Node;
}

/** A place in the tokens of an answer, and what encloses it. */
export class Cursor {
  readonly tokens: Token[];
  readonly source: string;
  readonly levels: Levels;
  /** The answer has LaTeX in it, so that runs of letters are products. */
  readonly latex: boolean;
  index = 0;
  /** Open `|`: inside, a bar closes. */
  bars = 0;
  /** Inside of set braces a colon stands for "such that". */
  inSet = false;
  /** Letters that a sum binds: `i` is an index there, not the imaginary unit. */
  readonly bound: string[] = [];
  private depth = 0;

  constructor(tokens: Token[], source: string, levels: Levels) {
    this.tokens = tokens;
    this.source = source;
    this.levels = levels;
    this.latex = source.includes('\\');
  }

  get token(): Token | undefined {
    return this.tokens[this.index];
  }

  ahead(count: number): Token | undefined {
    return this.tokens[this.index + count];
  }

  /** The current token, which is passed. */
  next(): Token {
    const token = this.tokens[this.index++];
    if (token === undefined) throw unreadable;
    return token;
  }

  /** Whether the current token is that symbol. */
  at(symbol: string): boolean {
    const token = this.tokens[this.index];
    return token !== undefined && token.kind === 'symbol' && token.text === symbol;
  }

  /** Passes the current token if it is that symbol. */
  take(symbol: string): boolean {
    if (!this.at(symbol)) return false;
    this.index++;
    return true;
  }

  /** Reads one level further inside; throws `unreadable` at the limit. */
  inside<Value>(read: () => Value): Value {
    if (++this.depth > limits.depth) throw unreadable;
    const value = read();
    this.depth--;
    return value;
  }

  /** Reads between brackets, where outer bars do not reach. */
  enclosed<Value>(read: () => Value, inSet = false): Value {
    const [bars, set] = [this.bars, this.inSet];
    [this.bars, this.inSet] = [0, inSet];
    const value = this.inside(read);
    [this.bars, this.inSet] = [bars, set];
    return value;
  }

  /** Puts other tokens in the place of the current one. */
  replace(tokens: readonly Token[]): void {
    this.tokens.splice(this.index, 1, ...tokens);
  }
}
