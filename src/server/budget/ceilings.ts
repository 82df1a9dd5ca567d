import { z } from 'zod';
import type { BudgetFields } from '../../core/budget.ts';
import type { Warning } from '../../core/warning.ts';
import { fieldsFromEffort } from '../../forcing/fields-from-effort.ts';
import type { BudgetSource, ServedBudget } from '../request/server-request.ts';

/** The most that any request gets, whatever it asks for. Numbers as in a budget. */
export interface Ceilings {
  readonly max?: number;
  readonly min?: number;
  readonly waits?: number;
  readonly answer?: number;
  readonly total?: number;
  readonly seconds?: number;
  /** Answers of one request, and chains of one strategy. */
  readonly samples?: number;
}

const whole = 'must be a whole number of at least 0';
const positive = 'must be a whole number of at least 1';
const seconds = 'must be a number above 0';

export const ceilingsSchema: z.ZodType<Ceilings> = z.strictObject({
  max: z.int(whole).min(0, whole).optional(),
  min: z.int(whole).min(0, whole).optional(),
  waits: z.int(whole).min(0, whole).optional(),
  answer: z.int(positive).min(1, positive).optional(),
  total: z.int(positive).min(1, positive).optional(),
  seconds: z.number(seconds).positive(seconds).optional(),
  samples: z.int(positive).min(1, positive).optional(),
});

/** Of two sets of ceilings the lower ones. */
export function lowerCeilings(first: Ceilings, second: Ceilings): Ceilings {
  const names = new Set([...Object.keys(first), ...Object.keys(second)]) as Set<keyof Ceilings>;
  const lower = [...names].map((name) => {
    const bounds = [first[name], second[name]].filter((bound) => bound !== undefined);
    return [name, Math.min(...bounds)] as const;
  });
  return Object.fromEntries(lower) as Ceilings;
}

type Name = keyof BudgetFields;
type Sources = Partial<Record<Name, BudgetSource>>;

/** Bounds that hold even where nobody asks for any. */
const alwaysHeld: readonly (keyof Ceilings)[] = ['max', 'total', 'seconds', 'answer'];

/**
 * Lowers what was asked for to what the server allows, and says so.
 *
 * @param contextSize - of the engine: an effort is a share of it
 */
export function applyCeilings(asked: Sources, ceilings: Ceilings, contextSize: number): ServedBudget {
  const sources: Sources = { ...asked };
  const warnings: Warning[] = [];
  const implied = fieldsFromEffort(asked.effort?.value as BudgetFields['effort'], contextSize);
  const { samples: _, ...bounds } = ceilings;
  for (const [name, ceiling] of Object.entries(bounds) as [keyof typeof bounds, number | undefined][]) {
    if (ceiling === undefined) continue;
    const source: BudgetSource | undefined =
      sources[name] ?? (name === 'max' || name === 'answer' ? impliedSource(implied[name], asked) : undefined);
    const wanted = source?.value === 'auto' ? Number.POSITIVE_INFINITY : (source?.value as number | undefined);
    if (wanted === undefined && !alwaysHeld.includes(name)) continue;
    if (wanted !== undefined && wanted <= ceiling) continue;
    sources[name] = { value: ceiling, from: "server's ceiling", ...(source && { lowered: source.value }) };
    if (source !== undefined && source.value !== 'auto' && wanted !== Number.POSITIVE_INFINITY) {
      warnings.push({
        code: 'W_CEILING',
        message: `${name} was lowered from ${wanted} to ${ceiling}: ${source.from} asked for more than this server allows.`,
      });
    }
  }
  lowerMinimum(sources, warnings);
  const fields = Object.fromEntries(Object.entries(sources).map(([name, { value }]) => [name, value])) as BudgetFields;
  return { fields, sources, warnings };
}

function impliedSource(value: number | undefined, asked: Sources): BudgetSource | undefined {
  return value === undefined || asked.effort === undefined ? undefined : { value, from: asked.effort.from };
}

/** A minimum above a lowered maximum is the server's doing, and no contradiction of the client's. */
function lowerMinimum(sources: Sources, warnings: Warning[]): void {
  const { max, min } = sources;
  if (max?.from !== "server's ceiling" || typeof max.value !== 'number' || min === undefined) return;
  if ((min.value as number) <= max.value) return;
  warnings.push({
    code: 'W_CEILING',
    message: `min was lowered from ${min.value} to ${max.value}: this server allows no more thinking.`,
  });
  sources.min = { value: max.value, from: "server's ceiling", lowered: min.value };
}
