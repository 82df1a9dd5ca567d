import { type BudgetFields, budgetSchema } from '../../core/budget.ts';
import { MullError } from '../../core/mull-error.ts';
import { nearestName } from '../../core/nearest-name.ts';
import type { RunSetting } from '../../core/run-plan.ts';
import { validate } from '../../core/validate.ts';
import { lengthWords } from '../../dataset/length-words.ts';
import { chooseTemperature } from '../../scaling/choose-temperature.ts';
import { parseStrategyText } from '../../scaling/parse-strategy-text.ts';
import { readStrategy } from '../../scaling/read-strategy.ts';
import type { Strategy } from '../../scaling/strategy.ts';
import { budgetNames } from '../../scaling/strategy-table.ts';

/** The values a sweep goes through, by what is swept: `{ max: [500, 1000], waits: [0, 1] }` are four settings. */
export type Grid = Readonly<Record<string, readonly (string | number | boolean)[]>>;

/** What every setting of a sweep has in common. */
export interface SweepBase {
  readonly budget: BudgetFields;
  /** As somebody asked for it; absent: 0, and 1 where samples have to differ. */
  readonly temperature?: number;
  /** Words about the length of thinking, by name, with `{n}` in them. */
  readonly variants: Readonly<Record<string, string>>;
  readonly questions: number;
  readonly samples: number;
}

/** A run that bounds nothing: the model ends its thinking by itself. */
const naturalEnd = 'natural end';

/**
 * The settings of a run: every combination of the values of a grid, one grid after the other; without grids one setting.
 * A setting that two grids have is taken once.
 *
 * @throws E_OPTION_INVALID for what cannot be swept, E_BUDGET_INVALID for a value of the wrong form, E_STRATEGY_INVALID
 */
export function sweepSettings(base: SweepBase, grids: readonly Grid[]): RunSetting[] {
  const settings = new Map<string, RunSetting>();
  for (const grid of grids.length === 0 ? [{}] : grids) {
    for (const point of combinations(Object.entries(grid))) {
      const setting = settingOf(base, point);
      if (!settings.has(setting.name)) settings.set(setting.name, setting);
    }
  }
  return [...settings.values()];
}

type Point = readonly (readonly [axis: string, value: string | number | boolean])[];

function combinations(axes: readonly (readonly [string, Grid[string]])[]): Point[] {
  return axes.reduce<Point[]>(
    (points, [axis, values]) => points.flatMap((point) => values.map((value) => [...point, [axis, value] as const])),
    [[]],
  );
}

function settingOf(base: SweepBase, point: Point): RunSetting {
  const variants = { ...lengthWords, ...base.variants };
  const fields: Record<string, unknown> = { ...base.budget };
  const words: string[] = [];
  const named: string[] = [];
  let method: Method = { name: 'think' };
  let asked = base.temperature;
  for (const [axis, value] of point) {
    if (axis === 'method') method = readMethod(String(value));
    else if (axis === 'temperature') {
      asked = Number(value);
      named.push(`temperature=${value}`);
    } else if (budgetNames.includes(axis)) fields[axis] = value;
    else if (axis === 'prompt' && value === 'none') continue;
    else {
      const variant = axis === 'prompt' ? String(value) : axis;
      words.push(wording(variants, variant, axis === 'prompt' ? undefined : value));
      named.push(axis === 'prompt' ? `prompt=${value}` : `${axis}=${value}`);
    }
  }
  const budget = validate(budgetSchema, { ...fields, ...method.budget }, 'sweep', 'E_BUDGET_INVALID');
  const temperature = method.strategy ? chooseTemperature(method.strategy, asked, asked ?? 0) : asked;
  return {
    name: settingName(budget, named, method.name),
    budget,
    method: method.name,
    ...((temperature ?? 0) === (base.temperature ?? 0) ? {} : { temperature }),
    ...(words.length === 0 ? {} : { prompt: words.join(' ') }),
    questions: base.questions,
    samples: base.samples,
  };
}

interface Method {
  /** `think`, or a strategy in its text form. */
  readonly name: string;
  readonly strategy?: Strategy;
  /** Of `forced`, which is one chain under this budget. */
  readonly budget?: Readonly<Record<string, unknown>>;
}

/** @throws E_STRATEGY_INVALID, also for a budget of one chain that cannot be */
function readMethod(text: string): Method {
  if (text === 'think') return { name: text };
  const strategy = readStrategy(text);
  const { name, ...budget } = parseStrategyText(strategy.text);
  return name === 'forced' ? { name: 'think', budget } : { name: strategy.text, strategy };
}

function wording(
  variants: Readonly<Record<string, string>>,
  name: string,
  n: string | number | boolean | undefined,
): string {
  const text = Object.hasOwn(variants, name) ? variants[name] : undefined;
  if (text === undefined) {
    const known = [...budgetNames, 'method', 'temperature', 'prompt', ...Object.keys(variants)];
    const near = nearestName(name, known);
    throw new MullError('E_OPTION_INVALID', `There is nothing called "${name}" to sweep.`, {
      hint: near === undefined ? `It can be one of ${known.join(', ')}.` : `Did you mean "${near}"?`,
    });
  }
  if (text.includes('{n}') === (n !== undefined)) return text.replaceAll('{n}', String(n));
  throw new MullError('E_OPTION_INVALID', `The words "${name}" ${n === undefined ? 'need' : 'take no'} number.`, {
    hint: n === undefined ? `Write ${name}=1024.` : `Write prompt=${name}.`,
  });
}

/** Every field that is asked for, so that no two settings share a name: `max=500 waits=2`. */
function settingName(budget: BudgetFields, prompts: readonly string[], method: string): string {
  const fields = Object.entries(budget).map(([field, value]) => `${field}=${valueName(value)}`);
  const parts = [...fields, ...prompts, ...(method === 'think' ? [] : [valueName(method)])];
  return parts.length === 0 ? naturalEnd : parts.join(' ');
}

/** No white space: parts of a name are told apart by it. */
function valueName(value: unknown): string {
  const text = Array.isArray(value) ? value.join('|') : String(value);
  return /^[^\s"]+$/.test(text) ? text : JSON.stringify(text).replaceAll(' ', '_');
}
