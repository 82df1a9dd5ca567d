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
  const key = JSON.stringify([chatTemplate, setting, format]);
  const known = cache.get(key);
  if (known) return known;
  const trial = new ThinkingTrial(chatTemplate);
  const kept = find(trial, setting) ?? { place: ownDelimiters(trial, format, setting), setting: {} };
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

function ownDelimiters(trial: ThinkingTrial, format: ThinkingFormat, setting: Setting): ThinkingPlace {
  const { variable, on } = format.switch ?? {};
  const tail = trial.tail(variable !== undefined && on !== undefined ? { [variable]: on } : {});
  const mark = [format.open, ...format.reopens].find(
    (text) => text.trim() !== '' && tail.trimEnd().endsWith(text.trim()),
  );
  const header = mark === undefined ? tail : tail.slice(0, tail.lastIndexOf(mark.trim()));
  const open = tail.slice(header.length) || format.open || (format.reopens[0] ?? '');
  const turn = trial.earlierTurn(setting) ?? '';
  return {
    open,
    close: open.endsWith('\n') ? `\n${format.cut}` : format.cut,
    instead: turn.startsWith(header) ? turn.slice(header.length) : '',
  };
}
