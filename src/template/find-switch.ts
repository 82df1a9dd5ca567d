import type { ThinkingFormat } from '../core/thinking-format.ts';
import type { TemplateSetting } from './template-settings.ts';

/** Where the prompt for one question stands: thinking closed, not begun, or open. */
export type TailState = 'closed' | 'neutral' | 'open';

/** A setting that changes the prompt, and what it makes of it. */
export interface TriedSetting extends TemplateSetting {
  readonly prompt: string;
  readonly state: TailState;
}

type Switch = NonNullable<ThinkingFormat['switch']>;

const states: readonly TailState[] = ['closed', 'neutral', 'open'];
/** Variables of this name mean thinking even where they only change the words of a system message. */
const plainNames = /^(enable_)?think(ing)?$/;
const offWords = ['none', 'off', 'disabled', 'no_think', 'minimal', 'low'];
const onWords = ['high', 'on', 'enabled', 'medium', 'max', 'low', 'adaptive'];

/** The variable that turns thinking off, if one does; and the value that turns it on where it is off by itself. */
export function findSwitch(
  plain: { prompt: string; state: TailState },
  tried: readonly TriedSetting[],
): Switch | undefined {
  for (const variable of new Set(tried.map((setting) => setting.variable))) {
    const settings = tried.filter((setting) => setting.variable === variable);
    const found = booleanSwitch(plain, settings) ?? wordSwitch(plain, settings);
    if (found) return found;
  }
  return undefined;
}

function booleanSwitch(plain: { prompt: string }, settings: readonly TriedSetting[]): Switch | undefined {
  const yes = settings.find(({ value }) => value === true);
  const no = settings.find(({ value }) => value === false);
  if (!yes || !no || yes.prompt === no.prompt) return undefined;
  const difference = rank(yes.state) - rank(no.state);
  if (difference === 0 && !plainNames.test(yes.variable)) return undefined;
  const [on, off] = difference < 0 ? [no, yes] : [yes, no];
  return toSwitch(plain, off, on);
}

function wordSwitch(
  plain: { prompt: string; state: TailState },
  settings: readonly TriedSetting[],
): Switch | undefined {
  const off = best(settings, offWords, ({ state }) => state === 'closed');
  if (!off) return undefined;
  const on = best(settings, onWords, ({ state }) => rank(state) > rank(plain.state));
  if (!on && plain.state === 'closed') return undefined;
  return toSwitch(plain, off, on);
}

function toSwitch(plain: { prompt: string }, off: TriedSetting, on: TriedSetting | undefined): Switch {
  const needed = on && on.prompt !== plain.prompt;
  return { variable: off.variable, off: off.value, ...(needed ? { on: on.value } : {}) };
}

function best(
  settings: readonly TriedSetting[],
  preferred: readonly string[],
  accepts: (setting: TriedSetting) => boolean,
): TriedSetting | undefined {
  const place = ({ value }: TriedSetting): number => {
    const index = preferred.indexOf(String(value));
    return index < 0 ? preferred.length : index;
  };
  return settings
    .filter((setting) => typeof setting.value !== 'boolean' && accepts(setting))
    .sort((one, other) => place(one) - place(other))[0];
}

function rank(state: TailState): number {
  return states.indexOf(state);
}
