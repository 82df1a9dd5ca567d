import type { Count } from '../../core/count.ts';
import { MullError } from '../../core/mull-error.ts';
import type { EngineUsage } from '../../core/usage.ts';
import type { Warning } from '../../core/warning.ts';
import type { Abilities } from '../../engine/abilities.ts';
import type { GenerateOptions, Generation } from '../../engine/generation.ts';
import type { Part } from '../../engine/prompt.ts';
import type { Appended, AppendOptions, Mark, Sequence } from '../../engine/sequence.ts';
import { drawSeed } from '../../lockstep/draw-seed.ts';
import { aborted, busy, closed, invalid, unsupported } from '../../lockstep/faults.ts';
import { checkSeed } from '../../lockstep/lockstep-sequence.ts';
import type { Slot } from '../../lockstep/slot.ts';
import type { Family } from '../../lockstep/slot-pool.ts';
import { type GenerationHost, HttpGeneration } from './http-generation.ts';
import type { Ended, Meter, Place, Way, Written } from './way.ts';

/** What all sequences of one engine share. */
export interface SequenceWorld<State extends Place> {
  readonly way: Way<State>;
  readonly abilities: Abilities;
  /** Open sequences, so that closing the engine closes them. */
  readonly sequences: Set<HttpSequence<State>>;
}

/** Where a sequence begins. */
export interface SequenceStart<State extends Place> {
  readonly place: State;
  readonly seed: number;
  readonly family: Family;
  readonly slot: Slot;
  readonly marks?: ReadonlyMap<Mark, State>;
}

/** A sequence that lives here; the server sees whole requests and may remember their beginnings. */
export class HttpSequence<State extends Place> implements Sequence, GenerationHost<State> {
  place: State;
  readonly #world: SequenceWorld<State>;
  readonly #seed: number;
  readonly #family: Family;
  readonly #slot: Slot;
  readonly #meter: Meter;
  readonly #sampledBefore: number;
  #marks: Map<Mark, State>;
  #segments = 0;
  #busy = false;
  #generation: HttpGeneration<State> | undefined;
  #closing: Promise<void> | undefined;
  readonly #closed = new AbortController();

  constructor(world: SequenceWorld<State>, start: SequenceStart<State>) {
    this.#world = world;
    this.place = start.place;
    this.#seed = start.seed;
    this.#family = start.family;
    this.#slot = start.slot;
    this.#marks = new Map(start.marks);
    this.#sampledBefore = start.place.sampled;
    this.#meter = { prompt: start.place.length.value, cached: 0, evaluated: 0, sampled: 0 };
    world.sequences.add(this);
  }

  get length(): Count {
    return this.place.length;
  }

  get warnings(): readonly Warning[] {
    return this.place.warnings ?? [];
  }

  get usage(): EngineUsage {
    const kept = this.place.sampled - this.#sampledBefore;
    return { ...this.#meter, discarded: Math.max(0, this.#meter.sampled - kept) };
  }

  append(parts: readonly Part[], options: AppendOptions = {}): Promise<Appended> {
    return this.#alone('append', options.signal, async (signal) => {
      const { way, abilities } = this.#world;
      const { read = [], channel } = options;
      if (abilities.continuation === 'none') {
        throw unsupported('Nothing can be appended to what this server writes.', 'Use one that can be continued.');
      }
      if (read.length > 0) throw unsupported('This engine cannot read log-probabilities.', 'Leave `read` out.');
      const { place, tokens, warnings } = await way.append(this.place, parts, { ...(channel && { channel }), signal });
      if (signal.aborted) throw aborted('append', signal);
      this.place = place;
      return { tokens, readings: [], warnings };
    });
  }

  generate(options: GenerateOptions): Generation {
    return new HttpGeneration(this, options);
  }

  mark(): Mark {
    if (this.#closing !== undefined) throw closed('sequence');
    for (const [mark, place] of this.#marks) if (place === this.place) return mark;
    const mark: Mark = { position: this.place.length.value };
    this.#marks.set(mark, this.place);
    return mark;
  }

  rewind(to: Mark): Promise<void> {
    return this.#alone('rewind', undefined, async () => {
      if (!this.#world.abilities.rewind)
        throw unsupported('This engine cannot rewind.', 'Open a new sequence instead.');
      const place = this.#marks.get(to);
      if (place === undefined) {
        throw invalid(
          `The mark at token ${to.position} is not a place of this sequence's text.`,
          'Use a mark made by this sequence, or by the one it was forked from before the fork, and not rewound past.',
        );
      }
      this.place = place;
      this.#marks = new Map([...this.#marks].filter(([mark]) => mark.position <= to.position));
    });
  }

  fork(seeds: readonly number[], options: { readonly signal?: AbortSignal } = {}): Promise<Sequence[]> {
    return this.#alone('fork', options.signal, async () => {
      if (this.#world.abilities.fork === 'none')
        throw unsupported('This engine cannot fork.', 'Open several sequences.');
      for (const seed of seeds) checkSeed(seed);
      const family = this.#family;
      if (seeds.length > family.room) {
        throw new MullError('E_SLOTS', `${seeds.length} forks were asked for, and ${family.room} are left.`, {
          hint: 'Open the sequence with a larger `forks`, or close some forks first.',
        });
      }
      const key = this.#world.way.cacheKey(this.place);
      return seeds.map((seed) => {
        const slot = family.take(key);
        return new HttpSequence(this.#world, { place: this.place, seed, family, slot, marks: this.#marks });
      });
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  begin(generation: HttpGeneration<State>): void {
    this.#arrive('generate');
    this.#generation = generation;
    this.#busy = true;
  }

  write(options: GenerateOptions, signal: AbortSignal): AsyncGenerator<Written<State>, Ended<State>> {
    return this.#world.way.write(this.place, options, {
      signal,
      meter: this.#meter,
      slot: this.#slot.index,
      nextSeed: () => {
        this.#segments += 1;
        // 31 bits: servers read seeds as signed numbers, and some take the largest for "any".
        return drawSeed(this.#seed, this.#segments - 1) >>> 1;
      },
    });
  }

  finish(): void {
    this.#generation = undefined;
    this.#busy = false;
  }

  #arrive(call: string): void {
    if (this.#closing !== undefined) throw closed('sequence');
    if (this.#busy) throw busy(call);
  }

  /** Runs one call at a time, ended by its signal or by closing the sequence. */
  async #alone<T>(
    call: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.#arrive(call);
    if (signal?.aborted) throw aborted(call, signal);
    this.#busy = true;
    try {
      return await work(signal === undefined ? this.#closed.signal : AbortSignal.any([signal, this.#closed.signal]));
    } catch (error) {
      throw this.#closed.signal.aborted ? closed('sequence') : error;
    } finally {
      this.#busy = false;
    }
  }

  async #close(): Promise<void> {
    const { sequences, way } = this.#world;
    this.#closed.abort();
    await this.#generation?.abort();
    sequences.delete(this);
    this.#slot.held = [...way.cacheKey(this.place)];
    this.#family.leave(this.#slot);
  }
}
