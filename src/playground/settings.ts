import type { BudgetFields } from '../core/budget.ts';
import { readWhole } from './read-whole.ts';

/** The budget fields that the page offers; undefined: not asked for. */
export interface BudgetSettings {
  readonly max?: number;
  readonly min?: number;
  readonly waits?: number;
  readonly message?: string;
}

/** Everything the page can be set to, as its address holds it. */
export interface Settings {
  readonly question: string;
  readonly budget: BudgetSettings;
  /** The second budget, where two are compared. */
  readonly other?: BudgetSettings;
  readonly seed: number;
  readonly temperature: number;
}

export const usualSettings: Settings = { question: '', budget: {}, seed: 0, temperature: 0 };

/**
 * Settings from the part of an address behind `#`, which browsers send to nobody. What cannot be read is left out.
 *
 * @param fragment - `#q=...&max=64&waits=2&vs=1&max2=200`
 */
export function readSettings(fragment: string): Settings {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const compares = fields.get('vs') === '1';
  const temperature = Number(fields.get('temperature') ?? '0');
  return {
    question: fields.get('q') ?? '',
    budget: readBudget(fields, ''),
    ...(compares ? { other: readBudget(fields, '2') } : {}),
    seed: readWhole(fields.get('seed')) ?? 0,
    temperature: temperature >= 0 && temperature <= 2 ? temperature : 0,
  };
}

/** The part of an address that holds these settings; empty where everything is as usual. */
export function writeSettings({ question, budget, other, seed, temperature }: Settings): string {
  const fields = new URLSearchParams();
  if (question !== '') fields.set('q', question);
  writeBudget(fields, budget, '');
  if (other !== undefined) {
    fields.set('vs', '1');
    writeBudget(fields, other, '2');
  }
  if (seed !== 0) fields.set('seed', `${seed}`);
  if (temperature !== 0) fields.set('temperature', `${temperature}`);
  return fields.size === 0 ? '' : `#${fields}`;
}

/** The budget as the server takes it. */
export function budgetFields({ max, min, waits, message }: BudgetSettings): BudgetFields {
  return {
    ...(max === undefined ? {} : { max }),
    ...(min === undefined ? {} : { min }),
    ...(waits === undefined ? {} : { waits }),
    ...(message === undefined ? {} : { message }),
  };
}

function readBudget(fields: URLSearchParams, suffix: string): BudgetSettings {
  const max = readWhole(fields.get(`max${suffix}`));
  const min = readWhole(fields.get(`min${suffix}`));
  const waits = readWhole(fields.get(`waits${suffix}`));
  const message = fields.get(`message${suffix}`);
  return {
    ...(max === undefined ? {} : { max }),
    ...(min === undefined ? {} : { min }),
    ...(waits === undefined ? {} : { waits }),
    ...(message === null ? {} : { message }),
  };
}

function writeBudget(fields: URLSearchParams, budget: BudgetSettings, suffix: string): void {
  for (const [name, value] of Object.entries(budgetFields(budget))) fields.set(`${name}${suffix}`, `${value}`);
}
