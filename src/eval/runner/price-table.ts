import { z } from 'zod';
import type { Receipt } from '../../core/receipt.ts';
import { validate } from '../../core/validate.ts';

const price = z.number('must be a number of at least 0').min(0, 'must be a number of at least 0');

const tableSchema = z.strictObject({
  currency: z.string().min(1).default('USD'),
  models: z.record(z.string(), z.strictObject({ prompt: price, cached: price.optional(), output: price })),
});

/** What a model costs, per million tokens. */
export interface ModelPrice {
  readonly prompt: number;
  /** Of prompt tokens that were cached; absent: as others. */
  readonly cached?: number;
  /** Of everything that is sampled, thinking and answer. */
  readonly output: number;
}

/** Prices by the names of models; `*` stands for any letters. */
export interface PriceTable {
  readonly currency: string;
  readonly models: Readonly<Record<string, ModelPrice>>;
}

/**
 * The price table in a parsed YAML or JSON file.
 *
 * @throws E_OPTION_INVALID with the field, the form expected and the value got
 */
export function parsePriceTable(value: unknown, shown: string): PriceTable {
  return validate(tableSchema, value, shown, 'E_OPTION_INVALID');
}

/** The price of a model: the entry of its name, else the first whose pattern fits. */
export function priceOf(model: string, { models }: PriceTable): ModelPrice | undefined {
  if (Object.hasOwn(models, model)) return models[model];
  const fitting = Object.entries(models).find(([pattern]) => pattern.includes('*') && matches(model, pattern));
  return fitting?.[1];
}

/** What chains cost, from the counters of their engine: every request of them, with all that was sent again. */
export function costOf({ usage }: Pick<Receipt, 'usage'>, { prompt, cached = prompt, output }: ModelPrice): number {
  const { evaluated, sampled, cached: fromCache } = usage;
  const sent = Math.max(0, evaluated - sampled);
  return (sent * prompt + fromCache * cached + sampled * output) / 1_000_000;
}

function matches(model: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(model);
}
