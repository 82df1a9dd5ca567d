import type { Row } from '../../lockstep/decoder.ts';

/** One call of the native decoder. */
export interface Pass {
  readonly pieces: readonly Piece[];
  readonly tokens: number;
}

/** Tokens `from` to `to` of a row; without a row, one token whose only use is to keep the batch in one piece. */
export interface Piece {
  readonly slot: number;
  readonly position: number;
  readonly row?: { readonly index: number; readonly from: number; readonly to: number };
}

export interface PassOptions {
  /** Most tokens of one native batch. */
  readonly batchSize: number;
  /** Fewest rows of a pass of single tokens; above 1 where a row alone is computed by other kernels. */
  readonly fewestRows: number;
  /** Milliseconds a pass over so many single tokens takes, in any unit: only ratios count. */
  readonly cost: (rows: number) => number;
  /** Where a filler could stand in a slot; undefined where none can. */
  readonly filler: (slot: number) => number | undefined;
  readonly slots: number;
}

/**
 * Divides the rows of a step into native batches.
 *
 * llama.cpp computes in one go only what has the same number of tokens and consecutive slots in ascending order, and
 * silently makes further goes for the rest. So single tokens come first, in runs; where a run is interrupted, either a
 * filler token in the idle slot between or a second run, whichever costs less. Longer rows follow one by one: that
 * they are never mixed with others is also what makes their result independent of their neighbours.
 */
export function planPasses(rows: readonly Row[], options: PassOptions): Pass[] {
  const passes: Pass[] = [];
  const singles: Single[] = [];
  rows.forEach((row, index) => {
    if (row.tokens.length === 1) singles.push({ slot: row.slot, position: row.position, index });
    else passes.push(...pieces(row, index, options.batchSize));
  });
  return [...runs(singles, options), ...passes];
}

interface Single {
  readonly slot: number;
  readonly position: number;
  readonly index: number;
}

function pieces({ slot, position, tokens }: Row, index: number, batchSize: number): Pass[] {
  const passes: Pass[] = [];
  for (let from = 0; from < tokens.length; from += batchSize) {
    const to = Math.min(from + batchSize, tokens.length);
    passes.push({ pieces: [{ slot, position: position + from, row: { index, from, to } }], tokens: to - from });
  }
  return passes;
}

/** The cheapest division into runs: `best[n]` is the least cost of the first n rows. */
function runs(singles: readonly Single[], options: PassOptions): Pass[] {
  const best: { cost: number; start: number }[] = [{ cost: 0, start: 0 }];
  for (let end = 1; end <= singles.length; end += 1) {
    let least = { cost: Number.POSITIVE_INFINITY, start: end - 1 };
    for (let start = end - 1; start >= 0; start -= 1) {
      const width = singles[end - 1]!.slot - singles[start]!.slot + 1;
      if (start < end - 1 && (width > options.batchSize || !fillable(singles, start, options))) break;
      const cost = best[start]!.cost + options.cost(Math.max(width, options.fewestRows));
      if (cost < least.cost) least = { cost, start };
    }
    best.push(least);
  }
  const passes: Pass[] = [];
  for (let end = singles.length; end > 0; end = best[end]!.start) {
    passes.unshift(run(singles.slice(best[end]!.start, end), options));
  }
  return passes;
}

/** Whether every slot between a row and the next one can take a filler. */
function fillable(singles: readonly Single[], start: number, options: PassOptions): boolean {
  for (let slot = singles[start]!.slot + 1; slot < singles[start + 1]!.slot; slot += 1) {
    if (options.filler(slot) === undefined) return false;
  }
  return true;
}

function run(singles: readonly Single[], options: PassOptions): Pass {
  const found: Piece[] = [];
  for (const { slot, position, index } of singles) {
    for (let idle = (found.at(-1)?.slot ?? slot) + 1; idle < slot; idle += 1) {
      found.push({ slot: idle, position: options.filler(idle)! });
    }
    found.push({ slot, position, row: { index, from: 0, to: 1 } });
  }
  widen(found, options);
  return { pieces: found, tokens: found.length };
}

/** Adds fillers at the ends of a run until it has the fewest rows; leaves it as it is where there is no room. */
function widen(found: Piece[], { fewestRows, filler, slots, batchSize }: PassOptions): void {
  while (found.length < Math.min(fewestRows, batchSize)) {
    const after = found.at(-1)!.slot + 1;
    const before = found[0]!.slot - 1;
    const behind = after < slots ? filler(after) : undefined;
    const ahead = before >= 0 ? filler(before) : undefined;
    if (behind !== undefined) found.push({ slot: after, position: behind });
    else if (ahead !== undefined) found.unshift({ slot: before, position: ahead });
    else return;
  }
}
