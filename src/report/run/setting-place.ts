import type { RunPlan, RunSetting } from '../../core/run-plan.ts';
import { readSetting } from '../../eval/summary/read-setting.ts';
import type { SettingSummary } from '../../eval/summary/run-summary.ts';
import { parseStrategyText } from '../../scaling/parse-strategy-text.ts';
import type { PointKind } from '../figure/figure-series.ts';

/** Which curve of a run a setting belongs to, and what it is on that curve. */
export interface SettingPlace {
  /** Empty for budget forcing where there is nothing else. */
  readonly curve: string;
  readonly kind: PointKind;
  readonly max?: number;
  /** What was asked to be kept to: by the thinking of the chain whose answer was taken, or by all chains together. */
  readonly bound?: { readonly tokens: number; readonly of: 'taken' | 'all' };
  readonly waits?: number;
}

/**
 * Places a setting: those of one method that differ only in their bounds form one curve. A maximum together with Waits
 * is a curve for each number of Waits. Settings of one strategy that differ only in what is usually turned up (tokens,
 * samples) are one curve too.
 */
export function settingPlace(setting: SettingSummary, plan: RunPlan): SettingPlace {
  const planned = plan.settings.find(({ name }) => name === setting.setting);
  if (planned !== undefined && isStrategy(planned)) return strategyPlace(planned, plan);
  const max = planned ? numberOf(planned.budget.max) : setting.asked.max;
  const waits = (planned ? planned.budget.waits : setting.asked.waits) ?? 0;
  const besides = hasStrategies(plan) ? 'budget forcing' : '';
  const { numbers, method } = planned
    ? { numbers: differingFields(planned, plan), method: besides }
    : readSetting(setting.setting);
  const knobs = Object.entries(numbers).filter(([name]) => !['max', 'min', 'waits'].includes(name));
  // `token 2048`: the kind of words is the method, the number its knob.
  const prompt = planned?.prompt?.replace(/\s*\d+$/, '');
  const words = [method, ...(prompt === undefined ? [] : [`prompt: ${prompt}`])].filter((word) => word !== '');
  const ownKnob = prompt !== undefined || (method !== '' && knobs.length > 0);
  const kept = ownKnob ? [] : knobs.map(([name, value]) => `${name}=${value}`);
  const both = max !== undefined && waits > 0;
  const curve = [...words, ...kept, ...(both ? [waits === 1 ? '1 Wait' : `${waits} Waits`] : [])].join(', ');
  const kind =
    max !== undefined && !ownKnob ? 'cut' : waits > 0 ? 'waits' : ownKnob || setting.asked.min ? 'other' : 'natural';
  return { curve, kind, ...bounded(max), ...(waits > 0 ? { waits } : {}) };
}

/** What sets a setting apart besides its bounds: fields of the budget, or the temperature, that are not the same in all. */
function differingFields(planned: RunSetting, plan: RunPlan): Record<string, string> {
  const plain = plan.settings.filter((each) => !isStrategy(each));
  const fields = ({ budget: { max: _max, min: _min, waits: _waits, ...others }, temperature }: RunSetting) =>
    ({ ...others, ...(temperature === undefined ? {} : { temperature }) }) as Readonly<Record<string, unknown>>;
  const own = fields(planned);
  const differs = (name: string): boolean => new Set(plain.map((each) => JSON.stringify(fields(each)[name]))).size > 1;
  return Object.fromEntries(
    Object.entries(own)
      .filter(([name]) => differs(name))
      .map(([name, value]) => [name, String(value)]),
  );
}

/** Whether a plan compares strategies: then tokens are those of all chains, answers and probes included. */
export function hasStrategies(plan: RunPlan): boolean {
  return plan.settings.some(isStrategy);
}

function isStrategy({ method }: RunSetting): boolean {
  // One chain of thought under a budget is what everything else is compared with.
  return method !== 'think';
}

function strategyPlace(planned: RunSetting, plan: RunPlan): SettingPlace {
  const { name, knob, rest } = partsOf(planned.method);
  const others = plan.settings.filter((each) => isStrategy(each) && partsOf(each.method).name === name);
  // What all settings of a strategy have in common says nothing in a name.
  const differs = (of: (each: RunSetting) => string): boolean => new Set(others.map(of)).size > 1;
  const budget = ({ budget, temperature }: RunSetting): string =>
    Object.entries({ ...budget, temperature })
      .flatMap(([field, value]) => (value === undefined ? [] : [`${field}=${value}`]))
      .join(' ');
  const parts = [
    rest !== '' && differs(({ method }) => partsOf(method).rest) ? `${name}:${rest}` : name,
    ...(differs(budget) ? [budget(planned)] : []),
    ...(planned.prompt !== undefined && differs(({ prompt }) => prompt ?? '') ? [`prompt: ${planned.prompt}`] : []),
  ];
  const curve = parts.filter((part) => part !== '').join(', ');
  const max = numberOf(planned.budget.max);
  return { curve, kind: 'other', ...(knob === undefined ? bounded(max) : { bound: boundOf(name, knob, max) }) };
}

function bounded(max: number | undefined): Pick<SettingPlace, 'max' | 'bound'> {
  return max === undefined ? {} : { max, bound: { tokens: max, of: 'taken' } };
}

/** The paper counts a step as so many tokens (its appendix E.1). */
const tokensPerStep = 100;

/** What a strategy is asked to keep to; else what the budget asks of each chain. */
function boundOf(strategy: string, knob: Knob, max: number | undefined): SettingPlace['bound'] {
  const { name, value } = knob;
  if (name === 'tokens') return { tokens: value, of: strategy === 'conditional' ? 'taken' : 'all' };
  if (name === 'within') return { tokens: value, of: 'taken' };
  if (name === 'steps') return { tokens: value * tokensPerStep, of: 'taken' };
  return max === undefined ? undefined : { tokens: max, of: 'taken' };
}

/** What is turned up to spend more, the first that a strategy has. */
const knobs = ['tokens', 'within', 'steps', 'samples', 'waits'];

interface Knob {
  readonly name: string;
  readonly value: number;
}

function partsOf(method: string): {
  readonly name: string;
  readonly knob?: Knob;
  readonly rest: string;
} {
  const { name, ...fields } = parseStrategyText(method);
  const knob = knobs.find((field) => typeof fields[field] === 'number');
  const own = method.slice(name.length + 1).split(',');
  const rest = own.filter((field) => knob === undefined || !field.startsWith(`${knob}=`)).join(',');
  return { name, rest, ...(knob === undefined ? {} : { knob: { name: knob, value: fields[knob] as number } }) };
}

function numberOf(value: number | 'auto' | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
