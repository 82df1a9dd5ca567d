import { MullError } from '../../../core/mull-error.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { Chunk, Generation } from '../../../engine/generation.ts';
import type { Mark, Sequence } from '../../../engine/sequence.ts';
import { closed } from '../../../lockstep/faults.ts';
import { openModel } from '../open-model.ts';
import { tryModel } from '../try-model.ts';
import type { Call, CallName, Calls, Fault, FromChild, Next, SequenceView, ToChild } from './protocol.ts';

interface Running {
  readonly sequence: Sequence;
  readonly generation: Generation;
  readonly iterator: AsyncIterator<Chunk, undefined>;
  readonly controller: AbortController;
}

type Handlers = {
  readonly [Name in CallName]: (
    ask: Calls[Name]['ask'],
    signal: AbortSignal,
  ) => Promise<Calls[Name]['answer']> | Calls[Name]['answer'];
};

/** The side of the child: keeps the engine, and its sequences under numbers. */
export class IsolationServer {
  readonly #send: (message: FromChild) => void;
  readonly #calls = new Map<number, AbortController>();
  readonly #sequences = new Map<number, Sequence>();
  readonly #generations = new Map<number, Running>();
  readonly #marks = new Map<number, Mark>();
  #engine: Engine | undefined;
  #opened = 0;

  constructor(send: (message: FromChild) => void) {
    this.#send = send;
  }

  receive(message: ToChild): void {
    if (message.kind === 'call') void this.#answer(message);
    else if (message.kind === 'abort') this.#calls.get(message.call)?.abort();
    else if (message.kind === 'abort-generation') this.#generations.get(message.generation)?.controller.abort();
    else if (message.kind === 'forget-mark') this.#marks.delete(message.mark);
    else this.#mark(message.sequence, message.mark);
  }

  async #answer({ call, name, ask, aborted }: Call): Promise<void> {
    const controller = new AbortController();
    if (aborted) controller.abort();
    this.#calls.set(call, controller);
    try {
      const handle = this.#handlers[name] as (ask: unknown, signal: AbortSignal) => unknown;
      this.#send({ kind: 'answer', call, answer: await handle(ask, controller.signal) });
    } catch (error) {
      const state = this.#viewIn(ask);
      this.#send({ kind: 'fault', call, fault: faultOf(error), ...(state === undefined ? {} : { state }) });
    } finally {
      this.#calls.delete(call);
    }
  }

  readonly #handlers: Handlers = {
    try: (options) => tryModel(options.path),
    start: async (options) => {
      const { engine, choices } = await openModel(options);
      this.#engine = engine;
      const { id, model, abilities } = engine;
      return { id, model, abilities, choices };
    },
    encode: (part) => this.#running().encode!(part),
    open: async ({ prompt, options }, signal) => {
      const sequence = await this.#running().open(prompt, { ...options, signal });
      return { sequence: this.#keep(sequence), state: viewOf(sequence) };
    },
    append: async ({ sequence, parts, options }, signal) => {
      const kept = this.#sequence(sequence);
      const appended = await kept.append(parts, { ...options, signal });
      return { appended, state: viewOf(kept) };
    },
    generate: ({ sequence, generation, options }, signal) => {
      const controller = new AbortController();
      if (signal.aborted) controller.abort();
      const kept = this.#sequence(sequence);
      const started = kept.generate({ ...options, signal: controller.signal });
      const iterator = started[Symbol.asyncIterator]() as AsyncIterator<Chunk, undefined>;
      this.#generations.set(generation, { sequence: kept, generation: started, iterator, controller });
      return undefined;
    },
    next: async ({ generation }) => {
      const running = this.#generation(generation);
      try {
        const result = await running.iterator.next();
        if (!result.done) return { chunk: result.value, state: viewOf(running.sequence) };
      } catch (error) {
        this.#generations.delete(generation);
        throw error;
      }
      return this.#finish(generation, running);
    },
    leave: async ({ generation }) => {
      const running = this.#generation(generation);
      await running.iterator.return?.();
      return this.#finish(generation, running);
    },
    rewind: async ({ sequence, mark }) => {
      const kept = this.#sequence(sequence);
      // A mark that could not be made is none of any sequence.
      await kept.rewind(this.#marks.get(mark) ?? { position: -1 });
      return viewOf(kept);
    },
    fork: async ({ sequence, seeds }, signal) => {
      const kept = this.#sequence(sequence);
      const forks = await kept.fork(seeds, { signal });
      return {
        forks: forks.map((fork) => ({ sequence: this.#keep(fork), state: viewOf(fork) })),
        state: viewOf(kept),
      };
    },
    close: async ({ sequence }) => {
      const kept = this.#sequence(sequence);
      await kept.close();
      this.#sequences.delete(sequence);
      return viewOf(kept);
    },
    shutdown: async () => {
      await this.#engine?.close();
      return undefined;
    },
  };

  async #finish(generation: number, running: Running): Promise<Next> {
    this.#generations.delete(generation);
    return { end: await running.generation.end, state: viewOf(running.sequence) };
  }

  #mark(sequence: number, mark: number): void {
    try {
      this.#marks.set(mark, this.#sequence(sequence).mark());
    } catch {
      // Whoever comes back to it is told that there is no such place.
    }
  }

  #keep(sequence: Sequence): number {
    this.#opened += 1;
    this.#sequences.set(this.#opened, sequence);
    return this.#opened;
  }

  #running(): Engine {
    if (this.#engine === undefined) throw closed('engine');
    return this.#engine;
  }

  #sequence(number: number): Sequence {
    const sequence = this.#sequences.get(number);
    if (sequence === undefined) throw closed('sequence');
    return sequence;
  }

  #generation(number: number): Running {
    const running = this.#generations.get(number);
    if (running === undefined) throw closed('sequence');
    return running;
  }

  #viewIn(ask: unknown): SequenceView | undefined {
    if (typeof ask !== 'object' || ask === null || !('sequence' in ask)) return undefined;
    const sequence = this.#sequences.get(Number(ask.sequence));
    return sequence === undefined ? undefined : viewOf(sequence);
  }
}

function viewOf({ length, usage }: Sequence): SequenceView {
  return { length, usage };
}

function faultOf(error: unknown): Fault {
  if (MullError.isMullError(error)) {
    const { code, message, hint, cause } = error;
    return { code, message, hint, ...(cause === undefined ? {} : { cause: String(cause) }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'E_INTERNAL', message, hint: 'Please report it.', cause: String(error) };
}
