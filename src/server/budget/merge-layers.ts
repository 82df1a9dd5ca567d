import type { BudgetFields } from '../../core/budget.ts';
import type { BudgetSource } from '../request/server-request.ts';

/** What one place asks for. */
export interface BudgetLayer {
  readonly fields: BudgetFields;
  /** Where each of the fields stood. */
  readonly from: Readonly<Partial<Record<keyof BudgetFields, string>>>;
  /** It says that the model shall think, so what lies below cannot say that it shall not. */
  readonly thinks?: boolean;
}

type Name = keyof BudgetFields;

/** What a short word stands for: given higher up, it beats these fields from below. */
const standsFor: Readonly<Partial<Record<Name, readonly Name[]>>> = {
  effort: ['max', 'answer'],
  preset: ['message', 'finish', 'grace', 'loop'],
};

/**
 * One budget from several places, field by field: the first place that names a field has the say over it.
 *
 * @param layers - from the one that beats all others to the one that all others beat
 */
export function mergeLayers(layers: readonly BudgetLayer[]): Partial<Record<Name, BudgetSource>> {
  const merged: Partial<Record<Name, BudgetSource>> = {};
  const beaten = new Set<Name>();
  let thinks = false;
  for (const layer of layers) {
    const given = (Object.keys(layer.fields) as Name[]).filter((name) => layer.fields[name] !== undefined);
    for (const name of given) {
      const value = layer.fields[name];
      if (merged[name] !== undefined || beaten.has(name)) continue;
      if (thinks && ((name === 'max' && value === 0) || (name === 'effort' && value === 'none'))) continue;
      merged[name] = { value, from: layer.from[name] ?? name };
    }
    for (const name of given) for (const other of standsFor[name] ?? []) beaten.add(other);
    thinks ||= layer.thinks === true;
  }
  return merged;
}
