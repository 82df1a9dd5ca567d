/** Samples kept per number of rows. */
const kept = 8;
/** Steps after which the sizes that are not in use are tried again, and how many steps that takes. */
const reviewEvery = 1024;
const reviewSteps = 3;

/**
 * How long a native batch of n single tokens takes, learned while running.
 *
 * It cannot be told in advance: on some processors a batch of two costs more than two batches of one (quantised
 * weights have other kernels for one row), on a graphics card 32 rows cost no more than one. Only speed depends on
 * it, never a result.
 */
export class PassCosts {
  readonly #samples = new Map<number, number[]>();
  #steps = 0;

  /** Call once per step. */
  begin(): void {
    this.#steps += 1;
  }

  observe(rows: number, milliseconds: number): void {
    const samples = this.#samples.get(rows) ?? [];
    samples.push(milliseconds);
    if (samples.length > kept) samples.shift();
    this.#samples.set(rows, samples);
  }

  /** The least of the last times: what else the machine does only ever adds to it. */
  cost(rows: number): number {
    // From time to time singles are tried for nothing, a little later batches, so that neither stays a guess.
    const turn = this.#steps % reviewEvery;
    if (turn >= reviewSteps && turn < 2 * reviewSteps) return rows === 1 ? 0 : 1;
    if (turn >= 2 * reviewSteps && turn < 3 * reviewSteps && this.#steps > reviewEvery) return rows === 1 ? 1 : 0;
    const own = this.#samples.get(rows);
    if (own !== undefined) return Math.min(...own);
    const near = this.#nearest(rows);
    return near === undefined ? usual(rows) : (this.cost(near) * usual(rows)) / usual(near);
  }

  #nearest(rows: number): number | undefined {
    let nearest: number | undefined;
    for (const known of this.#samples.keys()) {
      if (nearest === undefined || Math.abs(known - rows) < Math.abs(nearest - rows)) nearest = known;
    }
    return nearest;
  }
}

/** A guess that favours batches, so that they are tried. */
function usual(rows: number): number {
  return 1 + 0.3 * (rows - 1);
}
