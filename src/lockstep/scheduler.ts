import type { MullError } from '../core/mull-error.ts';
import type { Decoder, RowResult } from './decoder.ts';
import { faultOf } from './faults.ts';
import { isPromise } from './is-promise.ts';
import { macrotask } from './macrotask.ts';
import { type PlannedRow, planBatch } from './plan-batch.ts';
import type { Slot } from './slot.ts';
import type { Task } from './task.ts';

/** How long a synchronous decoder may keep timers and signals waiting, in milliseconds. */
const turnEvery = 8;

/**
 * Microtasks a step waits for readers that were just given something. Enough for a chain of several async generators
 * to come back for more, so that sequences stay in step and nothing is drawn ahead of a loop that is about to end.
 */
const patience = 32;

/**
 * Drives the decoder: all tasks advance in one batch per step, rows in ascending slot order, one call at a time.
 */
export class Scheduler {
  readonly #decoder: Decoder;
  readonly #prefillChunk: number;
  readonly #tasks: (Task | undefined)[];
  /** Work that needs the decoder for itself, done between two steps. */
  readonly #exclusive: (() => void | Promise<void>)[] = [];
  /** Slots whose sequence was given something since the last step and will probably ask for more at once. */
  readonly #expected = new Set<Slot>();
  #running = false;
  #arrivals = 0;
  #turned = 0;

  constructor(decoder: Decoder, prefillChunk: number) {
    this.#decoder = decoder;
    this.#prefillChunk = prefillChunk;
    this.#tasks = Array.from({ length: decoder.slots }, () => undefined);
  }

  add(task: Task): void {
    this.#arrivals += 1;
    task.arrival = this.#arrivals;
    this.#tasks[task.state.slot.index] = task;
    this.wake();
  }

  remove(task: Task): void {
    const { index } = task.state.slot;
    if (this.#tasks[index] === task) this.#tasks[index] = undefined;
  }

  /** A task may have something to do again. */
  wake(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#run();
  }

  expect(slot: Slot): void {
    this.#expected.add(slot);
  }

  arrived(slot: Slot): void {
    this.#expected.delete(slot);
  }

  /** Runs `work` while nothing else uses the decoder. */
  exclusive<T>(work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#exclusive.push(async () => {
        try {
          resolve(await work());
        } catch (error) {
          reject(error);
        }
      });
      this.wake();
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#letOthersRun();
      while (this.#exclusive.length > 0) await this.#exclusive.shift()!();
      const batch = planBatch(this.#tasks, this.#prefillChunk);
      if (batch.length > 0) await this.#step(batch);
      else if (this.#exclusive.length === 0) break;
    }
    this.#running = false;
  }

  async #letOthersRun(): Promise<void> {
    if (performance.now() - this.#turned >= turnEvery) {
      await macrotask();
      this.#turned = performance.now();
    } else {
      await undefined;
    }
    for (let tick = 0; tick < patience && this.#expected.size > 0; tick += 1) await undefined;
    this.#expected.clear();
  }

  async #step(planned: readonly PlannedRow[]): Promise<void> {
    const batch = this.#needsTruncating(planned) ? await this.#truncated(planned) : planned;
    let results: readonly RowResult[] = [];
    let fault: MullError | undefined;
    try {
      const stepped = this.#decoder.step(batch.map(({ row }) => row));
      results = isPromise(stepped) ? await stepped : stepped;
      if (results.length !== batch.length) throw new Error(`${results.length} results for ${batch.length} rows`);
    } catch (error) {
      fault = faultOf(error);
    }
    for (let i = 0; i < batch.length; i += 1) {
      if (fault === undefined) this.#deliver(batch[i]!, results[i]!);
      else this.#fail(batch[i]!, fault);
    }
  }

  #needsTruncating(planned: readonly PlannedRow[]): boolean {
    return planned.some(({ task: { state }, row }) => state.slot.suspect || state.slot.held.length > row.position);
  }

  /** Makes the decoder forget what the texts no longer hold; gives the rows for which that worked. */
  async #truncated(planned: readonly PlannedRow[]): Promise<readonly PlannedRow[]> {
    const ready: PlannedRow[] = [];
    for (const entry of planned) {
      const { slot } = entry.task.state;
      try {
        if (slot.suspect || slot.held.length > entry.row.position) {
          // Whoever takes the slot meanwhile must not count on what is about to go.
          slot.held.length = entry.row.position;
          slot.suspect = true;
          await this.#decoder.truncate(slot.index, entry.row.position);
          slot.suspect = false;
        }
        ready.push(entry);
      } catch (error) {
        this.#fail(entry, faultOf(error));
      }
    }
    return ready;
  }

  #deliver({ task, row }: PlannedRow, result: RowResult): void {
    const { state } = task;
    const { slot } = state;
    if (row.tokens.length === 1) slot.held.push(row.tokens[0]!);
    else slot.held = slot.held.concat(row.tokens);
    const drew = row.draw !== undefined;
    state.evaluated(row.tokens.length, row.position + row.tokens.length, drew);
    if (this.#tasks[slot.index] !== task) {
      // Nobody waits for it any more: the loop was left, or the call aborted, while the batch was running.
      if (drew) state.discardDrawn();
      return;
    }
    try {
      if (drew && result.drawn === undefined) throw new Error('a row came back without the token that was to be drawn');
      task.accept(result);
    } catch (error) {
      this.remove(task);
      task.fail(faultOf(error));
    }
  }

  #fail({ task, row }: PlannedRow, fault: MullError): void {
    const { slot } = task.state;
    slot.suspect = true;
    slot.held.length = row.position;
    if (this.#tasks[slot.index] !== task) return;
    this.remove(task);
    task.fail(fault);
  }
}
