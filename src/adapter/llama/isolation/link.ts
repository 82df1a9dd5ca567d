import { MullError } from '../../../core/mull-error.ts';
import { closed } from '../../../lockstep/faults.ts';
import { causeOfEnd, type LlamaChild, startChild } from '../child-process.ts';
import type { CallName, Calls, Fault, FromChild, SequenceView, ToChild } from './protocol.ts';

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly signal: AbortSignal | undefined;
}

/** Calls into one child process. When it dies, all calls fail, and so do later ones. */
export class Link {
  readonly #child: LlamaChild = startChild();
  readonly #pending = new Map<number, Pending>();
  /** Where a fault carries a view of its sequence, it is left here for the proxy to take. */
  readonly #views = new WeakMap<Error, SequenceView>();
  #calls = 0;
  #closed = false;
  #crash: MullError | undefined;
  /** Generations that have begun and are not over. */
  readonly running: Set<{ return(): Promise<unknown> }> = new Set();
  /** How the child ended, once it has. */
  howEnded = '';
  /** Settles when the child has ended. */
  readonly ended: Promise<void>;

  constructor() {
    this.#child.process.on('message', (message) => this.#receive(message as FromChild));
    this.ended = this.#child.ended.then((end) => {
      this.howEnded = causeOfEnd(end, this.#child.lastWords());
      this.#crash = new MullError('E_ENGINE_CRASHED', `The process that runs the model ended (${this.howEnded}).`, {
        hint: 'Open the sequence again: a new process is started for it. Check the model file with `mull doctor`.',
      });
      for (const { reject } of this.#pending.values()) reject(this.#crash);
      this.#pending.clear();
    });
    this.#hold();
  }

  /** Set once the child has died. */
  get crash(): MullError | undefined {
    return this.#crash;
  }

  /** @throws what the call throws in the child; E_ENGINE_CRASHED */
  call<Name extends CallName>(
    name: Name,
    ask: Calls[Name]['ask'],
    signal?: AbortSignal,
  ): Promise<Calls[Name]['answer']> {
    if (this.#closed) return Promise.reject(closed('engine'));
    if (this.#crash !== undefined) return Promise.reject(this.#crash);
    return this.#send(name, ask, signal);
  }

  #send<Name extends CallName>(
    name: Name,
    ask: Calls[Name]['ask'],
    signal?: AbortSignal,
  ): Promise<Calls[Name]['answer']> {
    this.#calls += 1;
    const call = this.#calls;
    const abort = (): void => this.post({ kind: 'abort', call });
    return new Promise<Calls[Name]['answer']>((resolve, reject) => {
      this.#pending.set(call, { resolve: resolve as (answer: unknown) => void, reject, signal });
      this.#hold();
      this.post({ kind: 'call', call, name, ask, aborted: signal?.aborted ?? false });
      signal?.addEventListener('abort', abort, { once: true });
    }).finally(() => {
      signal?.removeEventListener('abort', abort);
      this.#hold();
    });
  }

  post(message: ToChild): void {
    if (this.#crash !== undefined || !this.#child.process.connected) return;
    // A message that cannot be sent means that the child is ending, which is reported when it has.
    this.#child.process.send(message, () => undefined);
  }

  /** What a sequence looked like when a call on it failed. */
  viewAt(error: Error): SequenceView | undefined {
    return this.#views.get(error);
  }

  /** Lets running calls end as they do when an engine is closed, then ends the child. */
  async shutDown(): Promise<void> {
    const leaving = [...this.running].map((generation) => generation.return());
    this.#closed = true;
    await Promise.all(leaving);
    if (this.#crash === undefined) await this.#send('shutdown', undefined).catch(() => undefined);
    await this.kill();
  }

  async kill(): Promise<void> {
    this.#child.process.ref();
    this.#child.process.kill('SIGKILL');
    await this.ended;
  }

  #receive(message: FromChild): void {
    const pending = this.#pending.get(message.call);
    if (pending === undefined) return;
    this.#pending.delete(message.call);
    if (message.kind === 'answer') {
      pending.resolve(message.answer);
      return;
    }
    const error = errorOf(message.fault, pending.signal);
    if (message.state !== undefined) this.#views.set(error, message.state);
    pending.reject(error);
  }

  /** A child with nothing to do does not keep this process running. */
  #hold(): void {
    const { process: child } = this.#child;
    const way = this.#pending.size > 0 ? 'ref' : 'unref';
    child[way]();
    child.channel?.[way]();
    (child.stderr as { ref?(): void; unref?(): void } | null)?.[way]?.();
  }
}

/** The error as it was thrown in the child; the reason of an abort is known only here. */
function errorOf({ code, message, hint, cause }: Fault, signal: AbortSignal | undefined): MullError {
  return new MullError(code, message, { hint, cause: code === 'E_ABORTED' ? signal?.reason : cause });
}
