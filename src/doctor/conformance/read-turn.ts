import type { ChatEvent } from '../../adapter/http/chat/chat-event.ts';
import type { Count, Counting } from '../../core/count.ts';
import type { ThinkingFormat } from '../../core/thinking-format.ts';

/** What a server answered to one request, as far as it concerns a budget. */
export interface Turn {
  /** Tokens of the thinking up to its first end. */
  readonly thinkingTokens: number;
  /** Tokens of thinking that went on in the answer, up to its last end. */
  readonly leakedTokens: number;
  readonly counting: Counting;
  /** The text of thinking, as far as it is shown. */
  readonly thinking: string;
  readonly answer: string;
  /** Whether the limit of the request ended it. */
  readonly cutOff: boolean;
  /** Where thinking came: beside the content, inside of it, counted only, or nowhere. */
  readonly place: 'field' | 'content' | 'hidden' | 'nowhere';
}

/** Reads an answer whose thinking may stand beside its content, inside of it behind delimiters, or nowhere. */
export async function readTurn(
  events: readonly ChatEvent[],
  options: {
    readonly format: ThinkingFormat;
    /** Tokens of a text by the tokenizer of the server; undefined where it has none. */
    readonly count: (text: string) => Promise<number | undefined>;
    /** Whether thinking is known to stand in the content: then what has no end yet is all thinking. */
    readonly inContent?: boolean;
  },
): Promise<Turn> {
  const { format, count, inContent = false } = options;
  const beside = events.map(({ reasoning }) => reasoning).join('');
  const content = events.map((event) => event.content).join('');
  const cutOff = events.some(({ end }) => end === 'limit');
  const parts = splitContent(content, format, inContent && cutOff);
  const [thinking, leaked] = beside === '' ? [parts.thinking, parts.leaked] : [beside, parts.thinking + parts.leaked];
  const told = events.findLast((event) => event.thought !== undefined)?.thought;
  const { value: all, counting } = await tokensOf(thinking + leaked, told, events, count);
  const first = leaked === '' ? all : (await tokensOf(thinking, undefined, events, count)).value;
  const place = beside !== '' ? 'field' : thinking !== '' ? 'content' : all > 0 ? 'hidden' : 'nowhere';
  return {
    thinkingTokens: first,
    leakedTokens: Math.max(0, all - first),
    counting,
    thinking,
    answer: parts.answer.trim(),
    cutOff,
    place,
  };
}

/**
 * The text of thinking bounds its tokens from below: a server that shows more than it counts is not believed. One that
 * shows less, a summary, is.
 */
async function tokensOf(
  thinking: string,
  told: number | undefined,
  events: readonly ChatEvent[],
  count: (text: string) => Promise<number | undefined>,
): Promise<Count> {
  const shown = thinking === '' ? 0 : await count(thinking);
  if (told !== undefined) return { value: Math.max(told, shown ?? 0), counting: 'reported' };
  if (shown !== undefined) return { value: shown, counting: 'reported' };
  // Most servers send an event per token.
  const pieces = events.map(({ reasoning, content }) => reasoning + content).filter((piece) => piece !== '');
  let seen = 0;
  let value = 0;
  while (value < pieces.length && seen < thinking.length) {
    seen += pieces[value]!.length;
    value += 1;
  }
  return { value, counting: 'estimated' };
}

/**
 * Thinking, thinking that went on behind its first end, and answer of a content.
 *
 * @param unended - whether a content without an end is all thinking
 */
function splitContent(
  content: string,
  format: ThinkingFormat,
  unended: boolean,
): { readonly thinking: string; readonly leaked: string; readonly answer: string } {
  const { open, ends, close } = format;
  const closings = ends.flatMap((end) => placesOf(end, content)).sort((a, b) => a.at - b.at);
  const [first, last] = [closings[0], closings.at(-1)];
  if (first === undefined || last === undefined) {
    const bare = withoutOpening(content, open);
    return unended || bare !== content
      ? { thinking: bare, leaked: '', answer: '' }
      : { thinking: '', leaked: '', answer: content };
  }
  const rest = content.slice(last.at);
  return {
    thinking: withoutOpening(content.slice(0, first.at), open),
    leaked: first === last ? '' : content.slice(first.at + first.end.length, last.at),
    answer: rest.slice((rest.startsWith(close.trim()) ? close.trim() : last.end).length),
  };
}

function placesOf(end: string, content: string): { readonly end: string; readonly at: number }[] {
  const places: { readonly end: string; readonly at: number }[] = [];
  for (let at = content.indexOf(end); at !== -1; at = content.indexOf(end, at + end.length)) places.push({ end, at });
  return places;
}

/** Chat templates often write the control token of an opening themselves, and the model what follows it. */
function withoutOpening(text: string, open: string): string {
  const [whole, tail] = [open.trim(), open.replace(/^\s*<[^<>]+>/, '').trim()];
  const trimmed = text.trimStart();
  const opening = [whole, tail].find((candidate) => candidate !== '' && trimmed.startsWith(candidate));
  return opening === undefined ? text : trimmed.slice(opening.length).trimStart();
}
