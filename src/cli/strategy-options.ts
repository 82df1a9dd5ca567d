import type { TableOption } from './option-table.ts';
import { readNumber } from './read-number.ts';

/** What `mull think` can be told about several chains. */
export interface StrategyFlags {
  readonly strategy?: string;
  readonly samples?: number;
}

interface StrategyOption extends TableOption {
  readonly name: keyof StrategyFlags;
}

/** The options of `mull think` about several chains, in the order of the help. */
export const strategyOptions: readonly StrategyOption[] = [
  {
    name: 'strategy',
    value: 'name',
    group: 'Strategy:',
    description: 'how to spend more than one chain: majority, adaptive, spend:tokens=500, ... (docs/strategies.md)',
  },
  {
    name: 'samples',
    value: 'number',
    group: 'Strategy:',
    description: 'how many answers it draws; alone it means a majority vote',
    read: (text) => readNumber(text, '--samples', { whole: true, least: 1 }),
  },
];

/** The text form of the strategy that was asked for; undefined where none was. */
export function askedStrategy({ strategy, samples }: StrategyFlags): string | undefined {
  if (samples === undefined) return strategy;
  const [name = '', ...fields] = (strategy ?? 'majority').split(':');
  return `${name}:${[`samples=${samples}`, ...fields.filter((text) => text !== '')].join(',')}`;
}
