import type { ThinkingFormat } from '../core/thinking-format.ts';
import { keepingSettings } from './template-settings.ts';
import type { ThinkingPlace } from './thinking-place.ts';
import { type Setting, ThinkingTrial } from './try-thinking.ts';

/** How a template is brought to show the thinking of earlier turns. */
export interface KeptThinking {
  readonly place: ThinkingPlace;
  readonly setting: Setting;
}

const remembered = 32;
const cache = new Map<string, KeptThinking>();

/**
 * Where earlier thinking goes: where the template puts it, with the variable that makes it do so if there is one;
 * else in front of the answer, in the format's own delimiters.
 *
 * @param setting - what the prompt is rendered with anyway
 */
export function keepThinking(chatTemplate: string, format: ThinkingFormat, setting: Setting): KeptThinking {
  const key = JSON.stringify([chatTemplate, setting, format.open, format.cut, format.reopens]);
  const known = cache.get(key);
  if (known) return known;
  const kept = find(new ThinkingTrial(chatTemplate), setting) ?? { place: ownDelimiters(format), setting: {} };
  const oldest = cache.keys().next();
  if (cache.size >= remembered && !oldest.done) cache.delete(oldest.value);
  cache.set(key, kept);
  return kept;
}

function find(trial: ThinkingTrial, setting: Setting): KeptThinking | undefined {
  const place = trial.shown(setting)?.place;
  if (!place) return undefined;
  if (trial.keeps(place, setting)) return { place, setting: {} };
  const wanted = keepingSettings(trial.template).find(
    ({ variable, value }) => !(variable in setting) && trial.keeps(place, { ...setting, [variable]: value }),
  );
  return wanted && { place, setting: { [wanted.variable]: wanted.value } };
}

function ownDelimiters(format: ThinkingFormat): ThinkingPlace {
  const open = format.open === '' ? `${format.reopens[0] ?? ''}\n` : format.open;
  return { open, close: `\n${format.cut}` };
}
