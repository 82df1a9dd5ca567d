import type { RunPlan } from '../../core/run-plan.ts';
import { readSetting } from '../../eval/summary/read-setting.ts';
import type { SettingSummary } from '../../eval/summary/run-summary.ts';
import type { PointKind } from '../figure/figure-series.ts';

/** Which curve of a run a setting belongs to, and what it is on that curve. */
export interface SettingPlace {
  /** Empty for plain budget forcing. */
  readonly curve: string;
  readonly kind: PointKind;
  readonly max?: number;
  readonly waits?: number;
}

/**
 * Places a setting: those of one method that differ only in their bounds form one curve. A maximum together with Waits
 * is a curve for each number of Waits.
 */
export function settingPlace(setting: SettingSummary, plan: RunPlan): SettingPlace {
  const planned = plan.settings.find(({ name }) => name === setting.setting);
  const max = planned ? numberOf(planned.budget.max) : setting.asked.max;
  const waits = (planned ? planned.budget.waits : setting.asked.waits) ?? 0;
  const { numbers, method } = planned ? readSetting(methodOf(planned.method)) : readSetting(setting.setting);
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
  return { curve, kind, ...(max === undefined ? {} : { max }), ...(waits > 0 ? { waits } : {}) };
}

/** One chain of thought under a budget is what everything else is compared with. */
function methodOf(method: string): string {
  return method === 'think' ? '' : method;
}

function numberOf(value: number | 'auto' | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
