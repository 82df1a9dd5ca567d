import { budgetSchema } from '../core/budget.ts';
import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import { validate } from '../core/validate.ts';
import { forced } from './forced.ts';
import { parseStrategyText } from './parse-strategy-text.ts';
import type { Strategy } from './strategy.ts';
import type { StrategyData } from './strategy-schema.ts';
import { budgetNames, type StrategyEntry, strategyNames, strategyTable } from './strategy-table.ts';

/**
 * A strategy from its text form, its data, or itself.
 *
 * @example readStrategy('majority:samples=8,waits=2')
 * @throws E_STRATEGY_INVALID naming the name or field that is wrong and the nearest valid one
 */
export function readStrategy(given: Strategy | StrategyData | string): Strategy {
  if (isStrategy(given)) return given;
  const data = typeof given === 'string' ? parseStrategyText(given) : given;
  return fromData(data, []);
}

function isStrategy(given: Strategy | StrategyData | string): given is Strategy {
  return typeof given === 'object' && given !== null && typeof (given as Strategy).play === 'function';
}

/** @param above - the strategies whose branches this one is, for saying which fields there are */
function fromData(data: StrategyData, above: readonly StrategyEntry[]): Strategy {
  const entry = entryOf(data?.name);
  const own: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(data)) {
    if (field === 'name' || field === 'of') continue;
    (entry.fields.includes(field) ? own : rest)[field] = value;
  }
  if (entry.kind === 'branches') {
    const of = typeof data.of === 'string' ? { name: data.of } : (data.of ?? { name: 'forced' });
    return entry.make(own, { budget: {}, of: fromData({ ...rest, ...of }, [...above, entry]) });
  }
  const fields = data.of === undefined ? Object.keys(rest) : ['of', ...Object.keys(rest)];
  const unknown = fields.find((field) => !budgetNames.includes(field));
  if (unknown !== undefined) throw unknownField(unknown, [...above, entry]);
  const budget = validate(budgetSchema, rest, entry.name, 'E_STRATEGY_INVALID');
  return entry.make(own, { budget, of: forced() });
}

function entryOf(name: unknown): StrategyEntry {
  const found = strategyTable.find((entry) => entry.name === name);
  if (found !== undefined) return found;
  const near = typeof name === 'string' ? nearestName(name, strategyNames) : undefined;
  const shown = typeof name === 'string' ? `"${name}"` : String(name);
  throw new MullError('E_STRATEGY_INVALID', `There is no strategy ${shown}.`, {
    hint: near === undefined ? `Strategies are: ${strategyNames.join(', ')}.` : `Did you mean "${near}"?`,
  });
}

function unknownField(field: string, entries: readonly StrategyEntry[]): MullError {
  const own = entries.flatMap(({ fields, kind }) => (kind === 'branches' ? [...fields, 'of'] : fields));
  const known = [...own, ...budgetNames];
  const near = nearestName(field, known);
  return new MullError('E_STRATEGY_INVALID', `${entries[0]!.name} has no field "${field}".`, {
    hint: near === undefined ? `Its fields are: ${[...new Set(known)].join(', ')}.` : `Did you mean "${near}"?`,
  });
}
