/** A place for the cache of one sequence, as the lock-step engine sees it. */
export class Slot {
  readonly index: number;
  /** What the decoder certainly holds here: a batch counts once it is evaluated. Kept after a sequence is closed, for the next one that begins alike. */
  held: number[] = [];
  /** The decoder failed on this slot and may hold more than `held` says. */
  suspect = false;
  /** When it was last given back, as a running number; 0 for never. */
  freedAt = 0;

  constructor(index: number) {
    this.index = index;
  }
}
