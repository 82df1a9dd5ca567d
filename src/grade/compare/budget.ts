import { limits } from '../limits.ts';

/** Steps left for one verdict; counted, not timed. */
export class Budget {
  private left: number = limits.steps;

  /** Takes one step; false when none is left. */
  step(count = 1): boolean {
    this.left -= count;
    return this.left > 0;
  }

  get spent(): boolean {
    return this.left <= 0;
  }
}
