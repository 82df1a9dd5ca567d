import type { Row } from '../../lockstep/decoder.ts';

/** What belongs together in a step: a run of single tokens, or one longer row. */
export interface Group {
  readonly passes: readonly Pass[];
  /** Rows of a run of single tokens. */
  readonly run?: number;
}

/** One call of the native decoder. */
export interface Pass {
  readonly pieces: readonly Piece[];
  readonly tokens: number;
}

/** Tokens `from` to `to` of a row; without a row, one token whose only use is to make the batch a better one. */
export interface Piece {
  readonly slot: number;
  readonly row?: { readonly index: number; readonly from: number; readonly to: number };
}

export interface PassOptions {
  readonly slots: number;
  /** Most tokens of one native batch. */
  readonly batchSize: number;
  /** Fewest rows of a pass of single tokens; above 1 where a row alone is computed by other kernels. */
  readonly fewestRows: number;
  /** Whether fillers close the gaps between slots: worth it where rows cost little beside a pass, as on a GPU. */
  readonly closeGaps: boolean;
  /** Whether so many single tokens are computed faster one by one. */
  readonly divide: (rows: number) => boolean;
  /** Whether a filler can stand in a slot. */
  readonly room: (slot: number) => boolean;
}

/**
 * Divides the rows of a step into native batches.
 *
 * llama.cpp computes in one go only what has the same number of tokens and consecutive slots in ascending order, and
 * silently makes further goes for the rest. So single tokens come first, in runs of consecutive slots. Longer rows
 * follow one by one: that they are never mixed with others also makes their result independent of their neighbours.
 */
export function planPasses(rows: readonly Row[], options: PassOptions): Group[] {
  const singles: Piece[] = [];
  const long: Group[] = [];
  rows.forEach(({ slot, tokens }, index) => {
    if (tokens.length === 1) singles.push({ slot, row: { index, from: 0, to: 1 } });
    else long.push({ passes: portions(slot, tokens.length, index, options.batchSize) });
  });
  return [...runs(singles, options).map((run) => ({ passes: passesOf(run, options), run: run.length })), ...long];
}

function portions(slot: number, length: number, index: number, batchSize: number): Pass[] {
  return Array.from({ length: Math.ceil(length / batchSize) }, (_, portion) => {
    const from = portion * batchSize;
    const to = Math.min(from + batchSize, length);
    return { pieces: [{ slot, row: { index, from, to } }], tokens: to - from };
  });
}

/** Neighbours, with fillers between them where gaps are closed. */
function runs(singles: readonly Piece[], options: PassOptions): Piece[][] {
  const found: Piece[][] = [];
  for (const piece of singles) {
    const run = found.at(-1);
    const gap = run === undefined ? undefined : fillersBetween(run.at(-1)!.slot, piece.slot, options);
    if (run === undefined || gap === undefined || run.length + gap.length >= options.batchSize) found.push([piece]);
    else run.push(...gap, piece);
  }
  return found;
}

function fillersBetween(from: number, to: number, { closeGaps, room }: PassOptions): Piece[] | undefined {
  const fillers: Piece[] = [];
  for (let slot = from + 1; slot < to; slot += 1) {
    if (!closeGaps || !room(slot)) return undefined;
    fillers.push({ slot });
  }
  return fillers;
}

function passesOf(run: Piece[], options: PassOptions): Pass[] {
  if (run.length > 1 && options.fewestRows === 1 && options.divide(run.length)) {
    return run.map((piece) => ({ pieces: [piece], tokens: 1 }));
  }
  const pieces = widened([...run], options);
  return [{ pieces, tokens: pieces.length }];
}

/** With fillers at its ends until it has the fewest rows; as it is where there is no room. */
function widened(run: Piece[], { fewestRows, room, slots, batchSize }: PassOptions): Piece[] {
  while (run.length < Math.min(fewestRows, batchSize)) {
    const after = run.at(-1)!.slot + 1;
    const before = run[0]!.slot - 1;
    if (after < slots && room(after)) run.push({ slot: after });
    else if (before >= 0 && room(before)) run.unshift({ slot: before });
    else break;
  }
  return run;
}
