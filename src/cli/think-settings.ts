import type { BudgetFields } from '../core/budget.ts';
import type { Sampling } from '../engine/sampling.ts';
import type { ThinkFlag, ThinkFlags } from './think-options.ts';

/** What `mull think` does, from flags, configuration file and defaults. */
export interface ThinkSettings {
  readonly engine: string;
  readonly budget: BudgetFields;
  readonly sampling: Partial<Sampling>;
  /** Undefined: not asked for. */
  readonly seed: number | undefined;
}

/** What `--effort` and `--preset` stand for: given as flags, they beat these fields of the file. */
const standsFor: Readonly<Partial<Record<ThinkFlag, readonly ThinkFlag[]>>> = {
  effort: ['max', 'answer'],
  preset: ['message', 'finish', 'grace', 'loop'],
};

/** Flags over the file, field by field. */
export function thinkSettings(flags: ThinkFlags, config: ThinkFlags): ThinkSettings {
  const beaten = Object.entries(standsFor).flatMap(([name, fields]) => (name in flags ? fields : []));
  const kept = Object.fromEntries(Object.entries(config).filter(([name]) => !beaten.includes(name as ThinkFlag)));
  const merged: ThinkFlags = { ...kept, ...flags };
  const { engine = 'pebble', seed, temperature, 'top-k': topK, 'top-p': topP, 'min-p': minP, ...budget } = merged;
  return { engine, budget, sampling: defined({ temperature, topK, topP, minP }), seed };
}

function defined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
