import { MullError } from '../core/mull-error.ts';

/** Something that goes wrong on purpose. */
export interface Fault {
  /** Which call it strikes; `step` is the model itself, for every sequence of that batch. */
  readonly at: 'open' | 'append' | 'generate' | 'step';
  /**
   * `error`: the call fails, the next one works · `crash`: everything fails from now on · `hang`: the call waits until
   * it is aborted, left or closed · `slow`: it goes on after `milliseconds`.
   */
  readonly kind: 'error' | 'crash' | 'hang' | 'slow';
  /**
   * What goes well before: calls for `open` and `append`, tokens of one generation for `generate`, tokens the model
   * has drawn in all for `step`. Default 0.
   */
  readonly after?: number;
  /** How often it strikes, default 1. */
  readonly times?: number;
  /** For `slow`, default 1,000. */
  readonly milliseconds?: number;
  /** For `error`: what is thrown instead of E_ENGINE_FAULT. */
  readonly error?: Error;
}

/** Keeps count of what was done and says which fault strikes now. */
export class FaultPlan {
  readonly #faults: readonly Fault[];
  readonly #struck = new Map<Fault, number>();
  #crashed = false;

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  get crashed(): boolean {
    return this.#crashed;
  }

  /** @param done - how much went well before, in the unit of `Fault.after` */
  strike(at: Fault['at'], done: number): Fault | undefined {
    if (this.#crashed) return { at, kind: 'crash' };
    const fault = this.next(at, done);
    if (fault === undefined) return undefined;
    this.#struck.set(fault, (this.#struck.get(fault) ?? 0) + 1);
    if (fault.kind === 'crash') this.#crashed = true;
    return fault;
  }

  /** The fault that would strike, without striking. */
  next(at: Fault['at'], done: number): Fault | undefined {
    return this.#faults.find(
      (fault) => fault.at === at && done >= (fault.after ?? 0) && (this.#struck.get(fault) ?? 0) < (fault.times ?? 1),
    );
  }
}

/** What a fault of kind `error` or `crash` throws. */
export function errorOf(fault: Fault): Error {
  if (fault.kind === 'crash') {
    return new MullError('E_ENGINE_CRASHED', 'The scripted engine has crashed, as its script says.', {
      hint: 'Open a new engine.',
    });
  }
  return (
    fault.error ??
    new MullError('E_ENGINE_FAULT', `The scripted engine failed at ${fault.at}, as its script says.`, {
      hint: 'Try again: it fails as often as its script says.',
    })
  );
}
