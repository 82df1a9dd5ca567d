import type { ServerFault } from '../server-fault.ts';

/** Paths that do not generate, which faults spare unless they name them. */
const harmless = /(tokenize|detokenize|count_tokens|show|tags|models|model_info|version|health|metrics)$/;

/** Says which fault strikes which request. */
export class FaultPicker {
  readonly #faults: { readonly fault: ServerFault; seen: number; struck: number }[];

  constructor(faults: readonly ServerFault[]) {
    this.#faults = faults.map((fault) => ({ fault, seen: 0, struck: 0 }));
  }

  add(fault: ServerFault): void {
    this.#faults.push({ fault, seen: 0, struck: 0 });
  }

  pick(method: string, path: string): ServerFault | undefined {
    for (const entry of this.#faults) {
      const { fault } = entry;
      const meant = fault.path === undefined ? method === 'POST' && !harmless.test(path) : path.endsWith(fault.path);
      if (!meant || entry.struck >= (fault.times ?? 1)) continue;
      entry.seen += 1;
      if (entry.seen <= (fault.skip ?? 0)) continue;
      entry.struck += 1;
      return fault;
    }
    return undefined;
  }
}
