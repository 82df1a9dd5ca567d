import type { MullError } from '../core/mull-error.ts';
import type { ReadAt, RowResult, Scored } from './decoder.ts';
import { type Deferred, deferred } from './deferred.ts';
import type { Scheduler } from './scheduler.ts';
import type { SequenceState } from './sequence-state.ts';
import type { Task } from './task.ts';

/** A place to read log-probabilities: behind the token at `position` of the sequence. */
export interface ReadingPlace {
  readonly position: number;
  readonly tokens?: readonly number[];
  readonly top?: number;
}

/** Evaluates tokens without drawing: up to a place, reading on the way. */
export class FeedTask implements Task {
  readonly state: SequenceState;
  readonly until: number;
  arrival = 0;
  readonly parked = false;
  readonly #places: readonly ReadingPlace[];
  readonly #read: (readonly Scored[])[] = [];
  readonly #scheduler: Scheduler;
  readonly #finished: Deferred<readonly (readonly Scored[])[]> = deferred();
  /** Places in the row that is being evaluated, in the order of its results. */
  #asked: number[] = [];

  constructor(scheduler: Scheduler, state: SequenceState, until: number, places: readonly ReadingPlace[]) {
    this.#scheduler = scheduler;
    this.state = state;
    this.until = until;
    this.#places = places;
  }

  /** One entry per place, in their order. */
  run(): Promise<readonly (readonly Scored[])[]> {
    if (this.#complete()) this.#finished.resolve([]);
    else this.#scheduler.add(this);
    return this.#finished.promise;
  }

  /** Gives up; what was evaluated so far stays evaluated. */
  abort(error: MullError): void {
    this.#scheduler.remove(this);
    this.#finished.reject(error);
  }

  get from(): number {
    let from = this.state.valid;
    // Logits of tokens that were evaluated earlier are gone, so that they are needed once more.
    this.#places.forEach((place, index) => {
      if (this.#read[index] === undefined) from = Math.min(from, place.position);
    });
    return from;
  }

  draw(): undefined {
    return undefined;
  }

  reads(from: number, end: number): readonly ReadAt[] | undefined {
    this.#asked = [];
    const reads: ReadAt[] = [];
    this.#places.forEach(({ position, tokens, top }, index) => {
      if (this.#read[index] !== undefined || position < from || position >= end) return;
      this.#asked.push(index);
      reads.push({ index: position - from, tokens, top });
    });
    return reads.length > 0 ? reads : undefined;
  }

  accept({ readings = [] }: RowResult): void {
    if (readings.length !== this.#asked.length) {
      throw new Error(`${readings.length} readings for ${this.#asked.length} probes`);
    }
    this.#asked.forEach((place, index) => {
      this.#read[place] = readings[index]!;
    });
    if (!this.#complete()) return;
    this.#scheduler.remove(this);
    this.#scheduler.expect(this.state.slot);
    this.#finished.resolve(this.#read);
  }

  fail(fault: MullError): void {
    this.#finished.reject(fault);
  }

  #complete(): boolean {
    return this.from >= this.until;
  }
}
