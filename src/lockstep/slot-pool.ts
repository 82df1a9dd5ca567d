import { commonPrefix } from './common-prefix.ts';
import { aborted, closed } from './faults.ts';
import { Slot } from './slot.ts';

interface Waiting {
  readonly count: number;
  readonly prompt: readonly number[];
  readonly grant: (family: Family) => void;
  readonly refuse: (error: Error) => void;
}

/**
 * The slots, who has them and who waits for them: first come, first served.
 *
 * Slots are handed out in families: one for a sequence and one for each fork that was reserved with it.
 */
export class SlotPool {
  readonly slots: readonly Slot[];
  readonly #free: Set<Slot>;
  readonly #waiting: Waiting[] = [];
  readonly #onGrant: (slot: Slot) => void;
  #freed = 0;

  /** @param onGrant - hears of each slot that somebody has waited for */
  constructor(count: number, onGrant: (slot: Slot) => void = () => undefined) {
    this.#onGrant = onGrant;
    this.slots = Array.from({ length: count }, (_, index) => new Slot(index));
    this.#free = new Set(this.slots);
  }

  /** A family of `count` slots, at once where possible; its first slot is the one that holds most of the prompt. */
  acquire(count: number, prompt: readonly number[], signal?: AbortSignal): Family | Promise<Family> {
    if (this.#waiting.length === 0 && this.#free.size >= count) return this.#allot(count, prompt);
    return new Promise((grant, refuse) => {
      const abort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        refuse(aborted('Opening a sequence', signal));
        // The one that gave up may have stood in front of smaller ones.
        this.#serve();
      };
      const waiting: Waiting = {
        count,
        prompt,
        grant: (family) => {
          signal?.removeEventListener('abort', abort);
          grant(family);
        },
        refuse: (error) => {
          signal?.removeEventListener('abort', abort);
          refuse(error);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(waiting);
    });
  }

  release(slots: readonly Slot[]): void {
    for (const slot of slots) {
      this.#freed += 1;
      slot.freedAt = this.#freed;
      this.#free.add(slot);
    }
    this.#serve();
  }

  /** Turns away everyone who waits. */
  close(): void {
    for (const waiting of this.#waiting.splice(0)) waiting.refuse(closed('engine'));
  }

  #serve(): void {
    while (this.#waiting.length > 0 && this.#free.size >= this.#waiting[0]!.count) {
      const { count, prompt, grant } = this.#waiting.shift()!;
      const family = this.#allot(count, prompt);
      this.#onGrant(family.first);
      grant(family);
    }
  }

  #allot(count: number, prompt: readonly number[]): Family {
    const first = bestSlot(this.#free, prompt);
    this.#free.delete(first);
    const others: Slot[] = [];
    while (others.length < count - 1) {
      const slot = bestSlot(this.#free, []);
      this.#free.delete(slot);
      others.push(slot);
    }
    return new Family(this, first, others);
  }
}

/** The slots of a sequence and its forks. They return to the pool together, when the last member is closed. */
export class Family {
  readonly #pool: SlotPool;
  readonly #all: readonly Slot[];
  readonly #free: Set<Slot>;
  readonly first: Slot;
  #members = 1;

  constructor(pool: SlotPool, first: Slot, reserved: readonly Slot[]) {
    this.#pool = pool;
    this.first = first;
    this.#all = [first, ...reserved];
    this.#free = new Set(reserved);
  }

  /** Forks that can be made now. */
  get room(): number {
    return this.#free.size;
  }

  get size(): number {
    return this.#all.length;
  }

  take(prefix: readonly number[]): Slot {
    const slot = bestSlot(this.#free, prefix);
    this.#free.delete(slot);
    this.#members += 1;
    return slot;
  }

  leave(slot: Slot): void {
    this.#free.add(slot);
    this.#members -= 1;
    if (this.#members === 0) this.#pool.release(this.#all);
  }
}

/** The slot that holds the longest beginning of `prompt`; of several the one whose cache is least worth keeping. */
function bestSlot(slots: Iterable<Slot>, prompt: readonly number[]): Slot {
  let best: Slot | undefined;
  let longest = -1;
  for (const slot of slots) {
    const length = commonPrefix(slot.held, prompt);
    if (best === undefined || length > longest || (length === longest && lessWorth(slot, best))) {
      best = slot;
      longest = length;
    }
  }
  if (best === undefined) throw new RangeError('no free slot');
  return best;
}

function lessWorth(a: Slot, b: Slot): boolean {
  if ((a.held.length === 0) !== (b.held.length === 0)) return a.held.length === 0;
  return a.freedAt < b.freedAt || (a.freedAt === b.freedAt && a.index < b.index);
}
