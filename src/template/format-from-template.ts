import type { ThinkingFormat } from '../core/thinking-format.ts';
import { findSwitch, type TailState } from './find-switch.ts';
import { between, type KnownFormat, knownFormats } from './known-formats.ts';
import { thinkingSettings } from './template-settings.ts';
import { behindQuestion, type Setting, type ShownThinking, ThinkingTrial } from './try-thinking.ts';

/** Most settings under which a finished turn is looked at. */
const maximumTried = 12;

type Format = Omit<ThinkingFormat, 'foundBy'>;

/**
 * The format that a chat template shows, or undefined where it shows none.
 *
 * The template is rendered with and without an earlier thinking and with every setting that might turn thinking on
 * or off; what it writes around the thinking are the delimiters. Delimiters that it only mentions (to cut earlier
 * thinking out of an answer) count as well.
 *
 * @throws E_TEMPLATE_INVALID where the template cannot be parsed
 */
export function formatFromTemplate(chatTemplate: string): Format | undefined {
  const trial = new ThinkingTrial(chatTemplate);
  const plain = trial.prompt({}) ?? '';
  const tried = thinkingSettings(trial.template)
    .map(({ variable, value }) => ({ variable, value, prompt: trial.prompt({ [variable]: value }) }))
    .filter((setting): setting is typeof setting & { prompt: string } => setting.prompt !== undefined)
    .map((setting) => ({ ...setting, tail: behindQuestion(setting.prompt) }));
  const settings: Setting[] = [{}];
  for (const { prompt, variable, value } of tried) {
    if (prompt !== plain && settings.length < maximumTried) settings.push({ [variable]: value });
  }
  const shown = firstShown(trial, settings);
  const tails = [trial.tail({}), ...tried.map(({ tail }) => tail)];
  const header = commonStart([...tails, trial.plainTurn({}) ?? '', shown?.before].filter((text) => text !== undefined));
  const base = baseFormat(chatTemplate, tails, shown, header);
  if (!base) return undefined;
  const state = (tail: string): TailState => tailState(tail, base.format, header, shown);
  const found = findSwitch(
    { prompt: plain, state: state(trial.tail({})) },
    tried.map((setting) => ({ ...setting, state: state(setting.tail) })),
  );
  const on: Setting = found?.on === undefined ? {} : { [found.variable]: found.on };
  return refined(
    base,
    { trial, on, header, shown: trial.shown(on) ?? shown, state: state(trial.tail(on)), found },
    tails,
  );
}

function firstShown(trial: ThinkingTrial, settings: readonly Setting[]): ShownThinking | undefined {
  let inCall: ShownThinking | undefined;
  for (const setting of settings) {
    const shown = trial.shown(setting);
    if (shown?.behind !== undefined) return shown;
    inCall ??= shown;
  }
  return inCall;
}

/** A known format whose delimiters the template writes or mentions; else the delimiters it was seen to write. */
function baseFormat(
  chatTemplate: string,
  tails: readonly string[],
  shown: ShownThinking | undefined,
  header: string,
): KnownFormat | undefined {
  if (shown) {
    const behind = shown.behind ?? shown.behindInCall ?? '';
    const known = knownFormats.find(({ format }) => {
      const opened = [shown.before, ...tails].some((text) => text.trimEnd().endsWith(format.open.trim()));
      return opened && format.ends.some((end) => behind.trimStart().startsWith(end));
    });
    return known ?? unknownFormat(shown, tails, header);
  }
  const written = knownFormats.find(({ format }) => tails.some((tail) => tail.trimEnd().endsWith(format.open.trim())));
  return written ?? knownFormats.find(({ format, exact }) => !exact && chatTemplate.includes(format.close));
}

function unknownFormat(shown: ShownThinking, tails: readonly string[], header: string): KnownFormat | undefined {
  const behind = (shown.behind ?? shown.behindInCall ?? '').trimStart();
  const end = /^(<[^<>]+>|\[[^[\]]+\])/.exec(behind)?.[0] ?? behind.trim();
  const opened = tails.find((tail) => tail.length > header.length && !tail.includes(end)) ?? '';
  const open = shown.before.slice(header.length) || opened.slice(header.length) || lastMark(shown.before);
  if (open.trim() === '' || end === '') return undefined;
  const name = open.replace(/[^\p{L}\p{N}:._-]+/gu, ' ').trim();
  return { format: between(name === '' ? 'template' : name, open, end, '') };
}

function lastMark(text: string): string {
  return /(<[^<>]+>|\[[^[\]]+\])\s*$/.exec(text)?.[0] ?? '';
}

function tailState(tail: string, format: Format, header: string, shown: ShownThinking | undefined): TailState {
  if (tail.trimEnd().endsWith(format.open.trim())) return 'open';
  const own = tail.slice(tail.startsWith(header) ? header.length : 0).trim();
  if (format.ends.some((end) => own.includes(end))) return 'closed';
  return own !== '' && shown?.behind?.trimEnd().endsWith(own) ? 'closed' : 'neutral';
}

interface Evidence {
  readonly trial: ThinkingTrial;
  readonly on: Setting;
  readonly header: string;
  readonly shown: ShownThinking | undefined;
  readonly state: TailState;
  readonly found: ThinkingFormat['switch'];
}

/** The base with what this template does: whether it opens thinking itself, its switch, its white space. */
function refined({ format, exact }: KnownFormat, evidence: Evidence, tails: readonly string[]): Format {
  const { header, shown, state, found } = evidence;
  const own = shown?.before.slice(header.length) ?? '';
  const written = !exact && own.trim().endsWith(format.open.trim()) ? own : format.open;
  return {
    ...format,
    open: state === 'open' ? '' : written,
    cut: exact ? format.cut : (cutOf(format, evidence, tails) ?? format.cut),
    ...(found ? { switch: found } : {}),
  };
}

/** The end of thinking together with what the template writes from there to the answer. */
function cutOf(format: Format, { trial, on, header, shown }: Evidence, tails: readonly string[]): string | undefined {
  const behind = shown?.behind?.trimStart();
  if (behind?.startsWith(format.close)) return behind;
  const turn = trial.plainTurn(on) ?? '';
  if (turn.includes(format.close)) return turn.slice(turn.indexOf(format.close));
  const closed = tails.find((tail) => tail.includes(format.close) && /\s$/.test(tail));
  if (closed !== undefined) return closed.slice(closed.lastIndexOf(format.close));
  return shown?.behindInCall === undefined ? undefined : format.close + turn.slice(header.length);
}

/**
 * The longest common beginning that does not break off within a mark such as `<think>`. Texts that begin in another
 * way altogether (a template that adds `/nothink` to the question) are left out of it.
 */
function commonStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && other[same] === first[same]) same += 1;
    if (same > 0) length = same;
  }
  const start = first.slice(0, length);
  const broken = /<[^<>]*$/.exec(start);
  return broken ? start.slice(0, broken.index) : start;
}
