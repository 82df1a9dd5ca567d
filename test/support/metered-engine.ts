import type { EngineUsage } from '../../src/core/usage.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Sequence } from '../../src/engine/sequence.ts';

/** Keeps an account of every sequence of an engine, independent of what anybody says they used. */
export interface Meter {
  readonly engine: Engine;
  /** Sequences opened or forked so far. */
  readonly opened: number;
  /** Of them, those that nobody has closed. */
  readonly unclosed: number;
  /** Tokens the sequences have evaluated, sampled and discarded together. */
  readonly usage: Pick<EngineUsage, 'evaluated' | 'sampled' | 'discarded'>;
}

export function metered(inner: Engine): Meter {
  const sequences: Sequence[] = [];
  const closed = new Set<Sequence>();
  const kept = (sequence: Sequence): Sequence => {
    sequences.push(sequence);
    const close = sequence.close.bind(sequence);
    const fork = sequence.fork.bind(sequence);
    sequence.close = () => {
      closed.add(sequence);
      return close();
    };
    sequence.fork = async (seeds, options) => (await fork(seeds, options)).map(kept);
    return sequence;
  };
  const engine: Engine = {
    id: inner.id,
    model: inner.model,
    abilities: inner.abilities,
    ...(inner.encode ? { encode: (part) => inner.encode!(part) } : {}),
    open: async (prompt, options) => kept(await inner.open(prompt, options)),
    close: () => inner.close(),
  };
  return {
    engine,
    get opened() {
      return sequences.length;
    },
    get unclosed() {
      return sequences.length - closed.size;
    },
    get usage() {
      const sum = (pick: (usage: EngineUsage) => number): number =>
        sequences.reduce((total, { usage }) => total + pick(usage), 0);
      return {
        evaluated: sum((usage) => usage.evaluated),
        sampled: sum((usage) => usage.sampled),
        discarded: sum((usage) => usage.discarded),
      };
    },
  };
}
