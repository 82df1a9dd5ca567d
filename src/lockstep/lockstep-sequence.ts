import type { Count } from '../core/count.ts';
import { MullError } from '../core/mull-error.ts';
import type { EngineUsage } from '../core/usage.ts';
import type { GenerateOptions, Generation } from '../engine/generation.ts';
import type { Part } from '../engine/prompt.ts';
import type { Appended, AppendOptions, Mark, Reading, Sequence } from '../engine/sequence.ts';
import { copyForks } from './copy-forks.ts';
import { encodeParts } from './encode-parts.ts';
import { aborted, busy, closed, faultOf, invalid, overflow, unsupported } from './faults.ts';
import { FeedTask } from './feed-task.ts';
import type { GenerationHost } from './generation-host.ts';
import { LockstepGeneration } from './lockstep-generation.ts';
import type { LockstepModel } from './lockstep-model.ts';
import { readingPlaces } from './reading-places.ts';
import type { SequenceState } from './sequence-state.ts';
import type { Family } from './slot-pool.ts';

/** Who keeps track of open sequences, so that closing the engine closes them. */
export interface Lifecycle {
  add(sequence: LockstepSequence): void;
  delete(sequence: LockstepSequence): void;
}

/** A sequence of a token-level model. */
export class LockstepSequence implements Sequence, GenerationHost {
  readonly state: SequenceState;
  readonly model: LockstepModel;
  readonly #family: Family;
  readonly #lifecycle: Lifecycle;
  #generation: LockstepGeneration | undefined;
  /** Ends the running append or fork with an error. */
  #cancel: ((error: MullError) => void) | undefined;
  #closing: Promise<void> | undefined;

  constructor(model: LockstepModel, family: Family, state: SequenceState, lifecycle: Lifecycle) {
    this.model = model;
    this.state = state;
    this.#family = family;
    this.#lifecycle = lifecycle;
    lifecycle.add(this);
    model.scheduler.expect(state.slot);
  }

  get length(): Count {
    return { value: this.#generation?.visibleLength ?? this.state.tokens.length, counting: 'exact' };
  }

  get usage(): EngineUsage {
    return this.state.usage;
  }

  async append(parts: readonly Part[], options: AppendOptions = {}): Promise<Appended> {
    this.#arrive('append');
    const { state, model } = this;
    const { read = [], signal } = options;
    if (read.length > 0 && !model.abilities.read) {
      throw unsupported('This engine cannot read log-probabilities.', 'Leave `read` out.');
    }
    const encoded = encodeParts(parts, model.tokenizer, model.vocabularySize);
    const start = state.tokens.length;
    const added = encoded.reduce((sum, part) => sum + part.length, 0);
    if (start + added > model.contextSize) throw overflow('What was appended', start, added, model.contextSize);
    const places = readingPlaces(read, encoded, start, model.vocabularySize);
    if (signal?.aborted) throw aborted('append', signal);
    for (const part of encoded) for (const token of part) state.push(token, false);
    const tokens: Count = { value: added, counting: 'exact' };
    if (places.length === 0) {
      model.scheduler.expect(state.slot);
      return { tokens, readings: [], warnings: [] };
    }
    const until = 1 + Math.max(...places.map((place) => place.position));
    const task = new FeedTask(model.scheduler, state, until, places);
    try {
      const scored = await this.#perform(task, 'append', signal);
      const readings: Reading[] = scored.map((list) =>
        list.map(({ token, logprob }) => ({ token, text: model.texts.text(token), logprob })),
      );
      return { tokens, readings, warnings: [] };
    } catch (error) {
      state.truncate(start);
      throw error;
    }
  }

  generate(options: GenerateOptions): Generation {
    return new LockstepGeneration(this, options);
  }

  mark(): Mark {
    if (this.#closing !== undefined) throw closed('sequence');
    const position = this.length.value;
    const last = this.state.marks.at(-1);
    if (last?.position === position) return last;
    const mark: Mark = { position };
    this.state.marks.push(mark);
    return mark;
  }

  async rewind(to: Mark): Promise<void> {
    this.#arrive('rewind');
    if (!this.model.abilities.rewind) throw unsupported('This engine cannot rewind.', 'Open a new sequence instead.');
    if (!this.state.marks.includes(to)) {
      throw invalid(
        `The mark at token ${to.position} is not a place of this sequence's text.`,
        'Use a mark made by this sequence, or by the one it was forked from before the fork, and not rewound past.',
      );
    }
    this.state.truncate(to.position);
    this.model.scheduler.expect(this.state.slot);
  }

  async fork(seeds: readonly number[], options: { readonly signal?: AbortSignal } = {}): Promise<Sequence[]> {
    this.#arrive('fork');
    const { state, model } = this;
    const family = this.#family;
    if (model.abilities.fork === 'none') throw unsupported('This engine cannot fork.', 'Open several sequences.');
    for (const seed of seeds) checkSeed(seed);
    if (seeds.length > family.room) {
      throw new MullError('E_SLOTS', `${seeds.length} forks were asked for, and ${family.room} are left.`, {
        hint: 'Open the sequence with a larger `forks`, or close some forks first.',
      });
    }
    if (options.signal?.aborted) throw aborted('fork', options.signal);
    const slots = seeds.map(() => family.take(state.tokens));
    try {
      // All but the last token is evaluated once, here; the last one by each fork, which needs its logits.
      const task = new FeedTask(model.scheduler, state, state.tokens.length - 1, []);
      let states: SequenceState[] = [];
      await this.#perform(task, 'fork', options.signal, async () => {
        await copyForks(model, state, slots);
        states = seeds.map((seed, index) => state.forkInto(slots[index]!, seed));
      });
      model.scheduler.expect(state.slot);
      return states.map((forked) => new LockstepSequence(model, family, forked, this.#lifecycle));
    } catch (error) {
      for (const slot of slots) family.leave(slot);
      throw error;
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  begin(generation: LockstepGeneration): void {
    this.#arrive('generate');
    this.#generation = generation;
  }

  finish(): void {
    this.#generation = undefined;
  }

  /** Every call passes here: the sequence must be open and free. */
  #arrive(call: string): void {
    this.model.scheduler.arrived(this.state.slot);
    if (this.#closing !== undefined) throw closed('sequence');
    if (this.#generation !== undefined || this.#cancel !== undefined) throw busy(call);
  }

  /** Runs a task, and `then` with the decoder to itself; ends early by the signal or by `close`. */
  async #perform(
    task: FeedTask,
    call: string,
    signal: AbortSignal | undefined,
    then?: () => Promise<void>,
  ): Promise<Awaited<ReturnType<FeedTask['run']>>> {
    let cancelled: MullError | undefined;
    const cancel = (error: MullError): void => {
      cancelled ??= error;
      task.abort(error);
    };
    const abort = (): void => cancel(aborted(call, signal));
    this.#cancel = cancel;
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const readings = await task.run();
      if (cancelled === undefined && then !== undefined) await this.model.scheduler.exclusive(then);
      if (cancelled !== undefined) throw cancelled;
      return readings;
    } catch (error) {
      throw faultOf(error);
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#cancel = undefined;
    }
  }

  async #close(): Promise<void> {
    const { scheduler } = this.model;
    const { slot } = this.state;
    this.#generation?.abort();
    this.#cancel?.(closed('sequence'));
    scheduler.arrived(slot);
    this.#lifecycle.delete(this);
    this.#family.leave(slot);
  }
}

/** @throws E_OPTION_INVALID for seeds that would not give the same numbers everywhere */
export function checkSeed(seed: number): void {
  if (Number.isSafeInteger(seed)) return;
  throw invalid(`A seed must be a whole number, got ${seed}.`, 'Give a whole number; its lowest 32 bits count.');
}
