import type { Count } from '../../../core/count.ts';
import { MullError } from '../../../core/mull-error.ts';
import type { EngineUsage } from '../../../core/usage.ts';
import type { GenerateOptions, Generation } from '../../../engine/generation.ts';
import type { Part } from '../../../engine/prompt.ts';
import type { Appended, AppendOptions, Mark, Sequence } from '../../../engine/sequence.ts';
import { closed } from '../../../lockstep/faults.ts';
import { IsolatedGeneration } from './isolated-generation.ts';
import type { Link } from './link.ts';
import type { Opened, SequenceView } from './protocol.ts';

/** Marks are numbers in the child; what no one can come back to any more is forgotten there. */
const markNumbers = new WeakMap<Mark, { readonly link: Link; readonly number: number }>();
const forgotten = new FinalizationRegistry<{ readonly link: Link; readonly number: number }>(({ link, number }) =>
  link.post({ kind: 'forget-mark', mark: number }),
);
let marks = 0;

/** A sequence of an engine in another process. */
export class IsolatedSequence implements Sequence {
  readonly #link: Link;
  readonly #number: number;
  #view: SequenceView;
  #closing: Promise<void> | undefined;

  constructor(link: Link, { sequence, state }: Opened) {
    this.#link = link;
    this.#number = sequence;
    this.#view = state;
  }

  get length(): Count {
    return this.#view.length;
  }

  get usage(): EngineUsage {
    return this.#view.usage;
  }

  async append(parts: readonly Part[], options: AppendOptions = {}): Promise<Appended> {
    const { signal, ...others } = options;
    const ask = { sequence: this.#number, parts, options: others };
    const { appended, state } = await this.#seeing(this.#link.call('append', ask, signal));
    this.#view = state;
    return appended;
  }

  generate(options: GenerateOptions): Generation {
    return new IsolatedGeneration(this.#link, this.#number, options, (view) => {
      this.#view = view;
    });
  }

  mark(): Mark {
    if (this.#closing !== undefined) throw closed('sequence');
    if (this.#link.crash !== undefined) throw this.#link.crash;
    marks += 1;
    const mark: Mark = { position: this.#view.length.value };
    const known = { link: this.#link, number: marks };
    markNumbers.set(mark, known);
    forgotten.register(mark, known);
    this.#link.post({ kind: 'mark', sequence: this.#number, mark: marks });
    return mark;
  }

  async rewind(to: Mark): Promise<void> {
    const known = markNumbers.get(to);
    if (known === undefined || known.link !== this.#link) {
      throw new MullError(
        'E_OPTION_INVALID',
        `The mark at token ${to.position} is not a place of this sequence's text.`,
        {
          hint: 'Use a mark made by this sequence, or by the one it was forked from before the fork, and not rewound past.',
        },
      );
    }
    const ask = { sequence: this.#number, mark: known.number };
    this.#view = await this.#seeing(this.#link.call('rewind', ask));
  }

  async fork(seeds: readonly number[], options: { readonly signal?: AbortSignal } = {}): Promise<Sequence[]> {
    const ask = { sequence: this.#number, seeds };
    const { forks, state } = await this.#seeing(this.#link.call('fork', ask, options.signal));
    this.#view = state;
    return forks.map((opened) => new IsolatedSequence(this.#link, opened));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      this.#view = await this.#link.call('close', { sequence: this.#number });
    } catch (error) {
      // Whoever closes has no use for the news that there is nothing left to close.
      if (!MullError.isMullError(error)) throw error;
    }
  }

  /** Takes over what the sequence looked like where a call failed. */
  async #seeing<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof Error) this.#view = this.#link.viewAt(error) ?? this.#view;
      throw error;
    }
  }
}
