import type { Count } from '../../core/count.ts';
import type { Effort } from '../../core/effort.ts';
import type { ThinkingFormat } from '../../core/thinking-format.ts';
import type { Warning } from '../../core/warning.ts';
import type { Abilities } from '../../engine/abilities.ts';
import type { GenerateOptions } from '../../engine/generation.ts';
import type { Prompt } from '../../engine/prompt.ts';
import { overflow, unsupported } from '../../lockstep/faults.ts';
import type { ChatDialect } from './chat/chat-dialect.ts';
import type { ChatEvent } from './chat/chat-event.ts';
import { checkTextOptions } from './check-text-options.ts';
import type { CountConversation } from './count-conversation.ts';
import type { HttpClient } from './http-client.ts';
import type { JsonObject } from './json-value.ts';
import { openMessages } from './open-messages.ts';
import { type OwnMaximumField, ownMaximum } from './own-bounds.ts';
import { type OwnEffort, ownEffort, usualEffort } from './own-effort.ts';
import { RequestMeter } from './request-meter.ts';
import { sumCounts } from './sum-counts.ts';
import { chunkOfPiece, type TextPiece, TextReader } from './text-reader.ts';
import type { TokenCounter } from './token-counter.ts';
import { TurnStream } from './turn-stream.ts';
import type { Ended, Grown, Place, Run, Way, Written } from './way.ts';

export interface TurnWayOptions {
  readonly client: HttpClient;
  readonly dialect: ChatDialect;
  readonly thinking: ThinkingFormat;
  readonly counter: TokenCounter;
  readonly countConversation: CountConversation;
  readonly abilities: Abilities;
  readonly contextSize: number;
  /** The field by which the server holds a maximum itself. */
  readonly ownMaximum: OwnMaximumField | undefined;
  /** How the server is told an effort. */
  readonly ownEffort: OwnEffort | undefined;
  /** What the end of a turn looks like where the server shows it. */
  readonly turnEnds: readonly string[];
}

const samplingIgnored: Warning = {
  code: 'W_SAMPLING_IGNORED',
  message: 'The server draws tokens as it does: temperature, filters, penalties and seed were not passed on.',
};

/** A turn that the server writes alone; all places of a sequence share its one answer. */
export interface TurnPlace extends Place {
  readonly messages: readonly JsonObject[];
  readonly tools: readonly JsonObject[];
  readonly turn: { stream?: TurnStream };
  readonly effort?: Effort;
}

/**
 * For servers that cannot be continued: one request per turn, whose answer is read in parts. Nothing can be appended,
 * and how long it thinks is up to the server and its own maximum.
 *
 * What the thinking took is often counted only at the end of the answer, which is then awaited: a receipt that guesses
 * would be worth less than an answer that streams.
 */
export class TurnWay implements Way<TurnPlace> {
  readonly #options: TurnWayOptions;

  constructor(options: TurnWayOptions) {
    this.#options = options;
  }

  async open(prompt: Prompt, signal: AbortSignal | undefined, effort?: Effort): Promise<TurnPlace> {
    if (effort === 'none' && this.#options.ownEffort?.none === false) {
      throw unsupported('This server was not seen to switch its thinking off.', 'Ask for an effort of low or more.');
    }
    const opened = await openMessages(prompt, this.#options, signal);
    const { contextSize } = this.#options;
    if (opened.length.value > contextSize) throw overflow('The prompt', 0, opened.length.value, contextSize);
    const { takesSampling } = this.#options.dialect;
    const warnings = [...opened.warnings, ...(takesSampling ? [] : [samplingIgnored])];
    return { ...opened, warnings, turn: {}, ...(effort && { effort }) };
  }

  async append(): Promise<Grown<TurnPlace>> {
    throw unsupported('Nothing can be appended to what this server writes.', 'Use one that can be continued.');
  }

  async *write(
    place: TurnPlace,
    options: GenerateOptions,
    run: Run,
  ): AsyncGenerator<Written<TurnPlace>, Ended<TurnPlace>> {
    const { abilities, dialect } = this.#options;
    // What is not passed on is warned of when a sequence is opened.
    checkTextOptions(options, dialect.takesSampling ? abilities : { ...abilities, penalties: true, bias: true });
    place.turn.stream ??= this.#begin(place, options, run);
    const stream = place.turn.stream;
    const abort = (): void => stream.leave();
    run.signal.addEventListener('abort', abort, { once: true });
    try {
      return yield* options.channel === 'thinking'
        ? this.#think(place, stream, options, run)
        : this.#answer(place, stream, options);
    } finally {
      run.signal.removeEventListener('abort', abort);
    }
  }

  cacheKey(): readonly number[] {
    return [];
  }

  async *#think(
    place: TurnPlace,
    stream: TurnStream,
    options: GenerateOptions,
    run: Run,
  ): AsyncGenerator<Written<TurnPlace>, Ended<TurnPlace>> {
    const { abilities } = this.#options;
    const reader = this.#reader([]);
    let current = place;
    let reason: Ended<TurnPlace>['reason'] = 'turn-end';
    let events = 0;
    for (let event = await stream.take(); event !== undefined; event = await stream.take()) {
      if (event.content !== '' || event.toolCall) {
        reason = event.toolCall ? 'tool-call' : 'channel-end';
        stream.putBack(event);
        break;
      }
      for (const piece of reader.accept({ text: event.reasoning, ...counters(event) })) {
        current = grown(current, piece);
        if (!abilities.hiddenThinking) yield { chunk: chunkOfPiece(piece, 'thinking'), place: current };
      }
      if (event.reasoning !== '') events += 1;
      // An event is one token, or a few. A server that holds a maximum of its own, or was told an effort, is left to it:
      // the receipt says what came of that.
      if (!abilities.nativeMax && place.effort === undefined && events >= options.maxTokens) {
        stream.leave();
        return { reason: 'limit', place: current };
      }
    }
    // With an effort a model may think that did not by itself, unseen.
    const unseen = abilities.hiddenThinking || (place.effort !== undefined && current === place);
    if (current.length.counting === 'estimated' || unseen) await stream.readAhead();
    if (reason === 'turn-end' && stream.end === 'limit') reason = 'limit';
    const thought = counted(place, current, await this.#thought(stream, current !== place || unseen, run));
    stream.told += thought.length.value - place.length.value;
    return { reason, place: thought };
  }

  /**
   * Tokens of the thinking by the server's own count; where it counts only the whole, that less the answer, the end of
   * the turn and the delimiter, as far as the server counts texts.
   */
  async #thought(stream: TurnStream, thinks: boolean, run: Run): Promise<number | undefined> {
    const { counter, thinking } = this.#options;
    if (stream.thought !== undefined || !thinks) return stream.thought;
    if (stream.sampled === undefined || stream.end === undefined || stream.called || counter.counting !== 'reported')
      return;
    const answer = await counter.count(stream.content, run.signal);
    const close = await counter.count(thinking.ends[0] ?? '', run.signal);
    if (answer.counting === 'estimated' || close.counting === 'estimated') return;
    const ended = stream.content === '' && stream.end === 'limit' ? 0 : close.value;
    return Math.max(0, stream.sampled - answer.value - ended - (stream.end === 'limit' ? 0 : 1));
  }

  async *#answer(
    place: TurnPlace,
    stream: TurnStream,
    options: GenerateOptions,
  ): AsyncGenerator<Written<TurnPlace>, Ended<TurnPlace>> {
    const reader = this.#reader([...options.stop.map((stop) => stop.text), ...this.#options.turnEnds]);
    let current = place;
    let events = 0;
    for (let event = await stream.take(); event !== undefined; event = await stream.take()) {
      if (event.toolCall) {
        await stream.readAhead();
        return { reason: 'tool-call', toolCalls: stream.calls, place: current };
      }
      for (const piece of reader.accept({ text: event.content, ...counters(event) })) {
        current = grown(current, piece);
        yield { chunk: chunkOfPiece(piece, options.channel), place: current };
      }
      if (reader.stop !== undefined) {
        // The counters of the end are still to come where the turn itself has ended.
        if (options.stop[reader.stop] === undefined) await stream.readAhead();
        break;
      }
      if (event.content !== '') events += 1;
      // An event is one token, or a few: more of them than tokens were asked for is too many in any case.
      if (events >= options.maxTokens) {
        stream.told += current.length.value - place.length.value;
        return { reason: 'limit', place: current };
      }
    }
    for (const piece of reader.flush()) {
      if (piece.text === '') continue;
      current = grown(current, piece);
      yield { chunk: chunkOfPiece(piece, options.channel), place: current };
    }
    const stop = reader.stop === undefined ? undefined : options.stop[reader.stop];
    if (stop !== undefined) return { reason: 'stop', stop, place: current };
    const reason = stream.end === 'limit' ? 'limit' : 'turn-end';
    const rest = stream.sampled === undefined ? undefined : stream.sampled - stream.told;
    // The token that ended the turn is in the server's sum.
    const own = rest === undefined ? undefined : Math.max(0, rest - (reason === 'turn-end' ? 1 : 0));
    return { reason, place: current === place ? place : counted(place, current, own) };
  }

  #begin(place: TurnPlace, options: GenerateOptions, run: Run): TurnStream {
    const { client, dialect } = this.#options;
    const body = dialect.body({
      messages: place.messages,
      tools: place.tools,
      sampling: options.sampling,
      seed: run.nextSeed(),
      slot: run.slot,
      fields: this.#bounds(place, options),
    });
    const leaving = new AbortController();
    const meter = new RequestMeter(run.meter, place.length.value);
    async function* events(): AsyncGenerator<ChatEvent, void> {
      try {
        const { signal } = leaving;
        for await (const event of client.stream({ path: dialect.path, body, signal }, dialect.read)) {
          meter.hear(event, 0);
          yield event;
        }
      } finally {
        meter.settle();
      }
    }
    return new TurnStream(events(), () => leaving.abort());
  }

  /** What bounds the thinking of a turn: an effort where one was given, else the server's own maximum. */
  #bounds(place: TurnPlace, options: GenerateOptions): JsonObject {
    const { ownMaximum: field, ownEffort: own } = this.#options;
    // Nobody asks for thinking where the first thing wanted is the answer.
    const thinks = options.channel === 'thinking';
    // Hosts refuse, or mix up, an effort beside a maximum.
    if (own !== undefined && place.effort !== undefined) return ownEffort(own.field, place.effort);
    if (field !== undefined) return ownMaximum(field, thinks ? options.maxTokens : 0);
    return own === undefined || !thinks ? {} : usualEffort(own.field);
  }

  #reader(stops: readonly string[]): TextReader {
    return new TextReader(stops, (text) => this.#options.counter.estimate(text).value);
  }
}

function counters(event: ChatEvent): { readonly sampled?: number } {
  return event.sampled === undefined || event.end !== undefined ? {} : { sampled: event.sampled };
}

function grown(place: TurnPlace, piece: TextPiece): TurnPlace {
  const length = sumCounts(place.length, { value: piece.tokens, counting: piece.counting });
  return { ...place, length, sampled: place.sampled + piece.tokens };
}

/** The place behind a part of the turn, by the server's own count of it where there is one. */
function counted(start: TurnPlace, place: TurnPlace, tokens: number | undefined): TurnPlace {
  if (tokens === undefined) return place;
  const length: Count = { value: start.length.value + tokens, counting: start.length.counting };
  return { ...place, length, sampled: start.sampled + tokens };
}
