import type { Count } from '../../core/count.ts';
import type { ThinkingFormat } from '../../core/thinking-format.ts';
import { weakestCounting } from '../../core/weakest-counting.ts';
import type { Abilities } from '../../engine/abilities.ts';
import type { Channel, GenerateOptions } from '../../engine/generation.ts';
import type { Part, Prompt } from '../../engine/prompt.ts';
import { overflow } from '../../lockstep/faults.ts';
import { type BegunMessage, beginMessage } from './begin-message.ts';
import { CallGatherer } from './chat/call-gatherer.ts';
import type { ChatDialect } from './chat/chat-dialect.ts';
import type { ChatEvent } from './chat/chat-event.ts';
import type { ChatForm } from './chat-form.ts';
import type { ChatPlace } from './chat-place.ts';
import { checkTextOptions } from './check-text-options.ts';
import type { CountConversation } from './count-conversation.ts';
import type { HttpClient } from './http-client.ts';
import { openMessages } from './open-messages.ts';
import { openingOf } from './opening-of.ts';
import { recounted } from './recounted.ts';
import { RequestMeter } from './request-meter.ts';
import { sumCounts } from './sum-counts.ts';
import { retokenised, textOfParts } from './text-of-parts.ts';
import { chunkOfPiece, type TextPiece, TextReader } from './text-reader.ts';
import type { TokenCounter } from './token-counter.ts';
import type { Ended, Grown, Run, Way, Written } from './way.ts';

export interface ChatWayOptions {
  readonly client: HttpClient;
  readonly dialect: ChatDialect;
  readonly form: ChatForm;
  readonly reasoningField: string;
  readonly thinking: ThinkingFormat;
  readonly counter: TokenCounter;
  readonly countConversation: CountConversation;
  readonly abilities: Abilities;
  readonly contextSize: number;
  /** What the end of a turn looks like where the server shows it. */
  readonly turnEnds: readonly string[];
}

const encoder = new TextEncoder();
/**
 * Continues the last message of a chat. The server renders the conversation; thinking goes on in its own field, or in
 * the content behind delimiters that mull writes, whichever the server was seen to continue.
 */
export class ChatWay implements Way<ChatPlace> {
  readonly #options: ChatWayOptions;

  constructor(options: ChatWayOptions) {
    this.#options = options;
  }

  async open(asked: Prompt, signal: AbortSignal | undefined): Promise<ChatPlace> {
    const { contextSize, counter, form, thinking } = this.#options;
    // The delimiters will be written sooner or later, by the server or from here: they are counted with the prompt.
    const delimiters = (form.opened ? '' : openingOf(thinking)) + thinking.cut;
    const opened = await openMessages(asked, this.#options, signal);
    const length = sumCounts(opened.length, await counter.count(delimiters, signal));
    if (length.value > contextSize) throw overflow('The prompt', 0, length.value, contextSize);
    return {
      ...opened,
      length,
      stage: 'thinking',
      thinking: '',
      answer: '',
      closing: '',
      retokenised: false,
    };
  }

  async append(
    place: ChatPlace,
    parts: readonly Part[],
    { channel, signal }: { readonly channel?: Channel; readonly signal?: AbortSignal },
  ): Promise<Grown<ChatPlace>> {
    const { counter, contextSize } = this.#options;
    const shown = textOfParts(parts);
    const moved = this.#move(place, channel ?? (place.stage === 'answer' ? 'answer' : 'thinking'));
    const tokens = await counter.count(shown.text, signal);
    const length = sumCounts(moved.length, tokens);
    if (length.value > contextSize) {
      throw overflow('What was appended', place.length.value, tokens.value, contextSize);
    }
    const warns = place.sampled > 0 && !place.retokenised;
    return {
      place: { ...written(moved, shown.text), length, warnings: [], retokenised: place.retokenised || warns },
      tokens,
      warnings: [...place.warnings, ...shown.warnings, ...(warns ? [retokenised] : [])],
    };
  }

  async *write(
    place: ChatPlace,
    options: GenerateOptions,
    run: Run,
  ): AsyncGenerator<Written<ChatPlace>, Ended<ChatPlace>> {
    checkTextOptions(options, this.#options.abilities);
    const { counter, contextSize, turnEnds } = this.#options;
    const limit = Math.min(options.maxTokens, contextSize - place.length.value);
    if (limit < 1) return { reason: 'context', place };
    const stops = options.stop.map((stop) => stop.text);
    const reader = new TextReader([...stops, ...turnEnds], (text) => counter.estimate(text).value);
    const start = this.#move(place, options.channel);
    const thinking = options.channel === 'thinking';
    let current = start;
    const take = (piece: TextPiece): Written<ChatPlace> => {
      current = grown(current, piece);
      return { chunk: chunkOfPiece(piece, options.channel), place: current };
    };
    let end: ChatEvent['end'];
    const calls = new CallGatherer();
    let parsed = false;
    let ended = false;
    for await (const event of this.#request(start, limit, options, run)) {
      parsed ||= event.reasoning !== '';
      // The server's parser says that thinking is over by moving on to the content.
      ended = thinking && (parsed || this.#opensByItself(start)) && event.reasoning === '' && event.content !== '';
      calls.add(event.calls ?? []);
      if (ended || (thinking && event.toolCall)) {
        end = event.toolCall ? 'tool-call' : end;
        break;
      }
      if (event.toolCall) end = 'tool-call';
      // Where mull writes the delimiters, the server's parser may not see that thinking is over.
      const all = thinking || this.#options.form.place === 'content';
      const text = all ? event.reasoning + event.content : event.content;
      for (const piece of reader.accept({ ...event, text, end: undefined })) yield take(piece);
      end = event.end ?? end;
      if (reader.stop !== undefined) break;
    }
    for (const piece of reader.flush()) if (piece.text !== '') yield take(piece);
    const outcome = this.#outcome({ reader, end, ended, options, limit });
    const settled = await this.#settled(start, current, reader, { ...outcome, ended }, run);
    const told = !thinking && outcome.reason === 'tool-call' ? { toolCalls: calls.calls } : {};
    return { ...outcome, ...told, place: thinking && outcome.ends ? { ...settled, stage: 'thinking-ended' } : settled };
  }

  cacheKey({ messages, thinking }: ChatPlace): readonly number[] {
    return Array.from(encoder.encode((JSON.stringify(messages) + thinking).slice(0, 4096)));
  }

  /** Whether a first answer without any thinking means that the model did not open it. */
  #opensByItself(place: ChatPlace): boolean {
    return this.#options.form.place === 'reasoning' && place.thinking === '';
  }

  async *#request(
    place: ChatPlace,
    limit: number,
    options: GenerateOptions,
    run: Run,
  ): AsyncGenerator<ChatEvent, void> {
    const { client, dialect } = this.#options;
    const begun = this.#begun(place);
    const body = dialect.body({
      messages: begun === undefined ? place.messages : [...place.messages, begun.message],
      tools: place.tools,
      maxTokens: limit,
      stops: options.channel === 'thinking' ? options.stop.map((stop) => stop.text) : [],
      sampling: options.sampling,
      seed: run.nextSeed(),
      slot: run.slot,
      fields: begun?.fields ?? {},
    });
    const meter = new RequestMeter(run.meter, place.length.value);
    const { signal } = run;
    try {
      for await (const event of client.stream({ path: dialect.path, body, signal }, dialect.read)) {
        meter.hear(event, 0);
        yield event;
      }
    } finally {
      meter.settle();
    }
  }

  /** The turn so far as the message that is to be continued; undefined where nothing has begun. */
  #begun(place: ChatPlace): BegunMessage | undefined {
    const { form, reasoningField, thinking: format } = this.#options;
    if (form.place === 'reasoning') {
      if (place.stage !== 'answer' && place.thinking === '') return undefined;
      const { thinking, answer } = place;
      if (place.stage !== 'answer') return beginMessage(form, reasoningField, { thinking });
      return beginMessage(form, reasoningField, { thinking, content: answer === '' ? answerOpening : answer });
    }
    const open = form.opened ? '' : openingOf(format);
    const content = open + place.thinking + (place.stage === 'answer' ? place.closing + place.answer : '');
    return content === '' ? undefined : beginMessage(form, reasoningField, { content });
  }

  /** The place at which text of a channel is written: leaving the thinking closes it. */
  #move(place: ChatPlace, channel: Channel): ChatPlace {
    if (channel === 'thinking') return place.stage === 'thinking-ended' ? { ...place, stage: 'thinking' } : place;
    if (place.stage === 'answer') return place;
    const { thinking: format } = this.#options;
    const ended = place.stage === 'thinking-ended';
    const lineEnd = (place.thinking === '' ? openingOf(format) : place.thinking).endsWith('\n') ? '' : '\n';
    return { ...place, stage: 'answer', closing: ended ? format.close : lineEnd + format.cut };
  }

  #outcome(facts: {
    readonly reader: TextReader;
    readonly end: ChatEvent['end'];
    readonly ended: boolean;
    readonly options: GenerateOptions;
    readonly limit: number;
  }): Omit<Ended<ChatPlace>, 'place'> & { readonly ends: boolean } {
    const { reader, end, options } = facts;
    const thinking = options.channel === 'thinking';
    if (reader.stop !== undefined) {
      const stop = options.stop[reader.stop];
      return stop === undefined ? { reason: 'turn-end', ends: true } : { reason: 'stop', stop, ends: true };
    }
    if (facts.ended) return { reason: 'channel-end', ends: true };
    if (end === 'tool-call') return { reason: 'tool-call', ends: true };
    if (end === undefined || end === 'limit') {
      return { reason: facts.limit < options.maxTokens ? 'context' : 'limit', ends: false };
    }
    return { reason: thinking && end === 'ended' ? 'channel-end' : 'turn-end', ends: true };
  }

  /** The place behind a generation, its length by the server's own sum where that is known. */
  async #settled(
    start: ChatPlace,
    place: ChatPlace,
    reader: TextReader,
    { reason, ended }: Omit<Ended<ChatPlace>, 'place'> & { readonly ended: boolean },
    run: Run,
  ): Promise<ChatPlace> {
    if (place === start) return place;
    const counted = reader.stop === undefined && reader.sampled > 0 && !ended && reason !== 'tool-call';
    if (!counted) {
      const text = (place.thinking + place.answer).slice((start.thinking + start.answer).length);
      return recounted(this.#options.counter, start, place, text, run.signal);
    }
    // The token that ended it is in the server's sum.
    const added = Math.max(0, reader.sampled - (reason === 'limit' || reason === 'context' ? 0 : 1));
    const length: Count = {
      value: start.length.value + added,
      counting: weakestCounting(start.length.counting, 'reported'),
    };
    return { ...place, length, sampled: start.sampled + added };
  }
}

/**
 * What templates put behind the end of thinking. Servers leave the thinking of a message without content open, which is
 * how it is continued; for the answer there must be content.
 */
const answerOpening = '\n\n';

function written(place: ChatPlace, text: string): ChatPlace {
  return place.stage === 'answer'
    ? { ...place, answer: place.answer + text }
    : { ...place, thinking: place.thinking + text };
}

function grown(place: ChatPlace, piece: TextPiece): ChatPlace {
  return {
    ...written(place, piece.text),
    length: sumCounts(place.length, { value: piece.tokens, counting: piece.counting }),
    sampled: place.sampled + piece.tokens,
  };
}
