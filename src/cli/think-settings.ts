import type { BudgetFields } from '../core/budget.ts';
import type { Sampling } from '../engine/sampling.ts';
import { defined } from './defined.ts';
import type { EngineFlags } from './engine-options.ts';
import { engineFlags } from './engine-settings.ts';
import type { ThinkFlag, ThinkFlags } from './think-options.ts';

/** What `mull think` does, from flags, configuration file and defaults. */
export interface ThinkSettings {
  /** Which engine, and how it is opened. */
  readonly engine: EngineFlags;
  readonly budget: BudgetFields;
  readonly sampling: Partial<Sampling>;
  /** Undefined: not asked for. */
  readonly seed: number | undefined;
  /** In its text form; undefined: one chain. */
  readonly strategy?: string;
}

/** What `--engine`, `--effort` and `--preset` stand for: given as flags, they beat these fields of the file. */
const standsFor: Readonly<Partial<Record<ThinkFlag, readonly ThinkFlag[]>>> = {
  // What the file says of its own engine need not fit another one.
  engine: ['model', 'thinking', 'context', 'threads', 'gpu-layers', 'isolate'],
  effort: ['max', 'answer'],
  preset: ['message', 'finish', 'grace', 'loop'],
};

/** Flags over the file, field by field. */
export function thinkSettings(flags: ThinkFlags, config: ThinkFlags): ThinkSettings {
  const beaten = Object.entries(standsFor).flatMap(([name, fields]) => (name in flags ? fields : []));
  const kept = Object.fromEntries(Object.entries(config).filter(([name]) => !beaten.includes(name as ThinkFlag)));
  const merged: ThinkFlags = { ...kept, ...flags };
  const engine = engineFlags(merged);
  const rest = Object.fromEntries(Object.entries(merged).filter(([name]) => !(name in engine))) as ThinkFlags;
  const { seed, temperature, 'top-k': topK, 'top-p': topP, 'min-p': minP, ...budget } = rest;
  return { engine, budget, sampling: defined({ temperature, topK, topP, minP }), seed };
}
