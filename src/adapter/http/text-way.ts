import { weakestCounting } from '../../core/weakest-counting.ts';
import type { Abilities } from '../../engine/abilities.ts';
import type { GenerateOptions, Stop } from '../../engine/generation.ts';
import type { Part, Prompt } from '../../engine/prompt.ts';
import { invalid, overflow, unsupported } from '../../lockstep/faults.ts';
import { checkTextOptions } from './check-text-options.ts';
import { controlStringsIn } from './control-text.ts';
import type { HttpClient } from './http-client.ts';
import type { Json, JsonObject } from './json-value.ts';
import { recounted } from './recounted.ts';
import { RequestMeter } from './request-meter.ts';
import { sumCounts } from './sum-counts.ts';
import { retokenised, textOfParts } from './text-of-parts.ts';
import type { TextPlace } from './text-place.ts';
import { chunkOfPiece, type TextEvent, type TextPiece, TextReader } from './text-reader.ts';
import type { TokenCounter } from './token-counter.ts';
import type { Ended, Grown, Run, Way, Written } from './way.ts';

/** What a continuation by text asks for. */
export interface TextRequest {
  readonly prompt: string;
  readonly maxTokens: number;
  /** Stops the server is told; none where it would not say which of them came and that matters. */
  readonly stops: readonly string[];
  /** Control strings that must be visible in the text. */
  readonly visible: readonly string[];
  readonly options: GenerateOptions;
  readonly seed: number;
  readonly slot: number;
}

/** How a server is asked to continue a text. */
export interface TextDialect {
  readonly path: string;
  body(request: TextRequest): JsonObject;
  readonly read: (event: Json) => TextEvent | undefined;
  /** Whether the server says which stop came, or that none did. */
  readonly tellsStop: boolean;
}

export interface TextWayOptions {
  readonly client: HttpClient;
  readonly dialect: TextDialect;
  readonly counter: TokenCounter;
  readonly abilities: Abilities;
  readonly contextSize: number;
  /** What the end of a turn looks like where the server shows it: then it is a stop that nobody asked for. */
  readonly turnEnds: readonly string[];
  /** Put in front of every text by the server itself, so not sent where the prompt begins with it. */
  readonly addedByServer?: string;
}

const encoder = new TextEncoder();
/** Continues text: the whole text is sent each time, and the server makes tokens of it anew. */
export class TextWay implements Way<TextPlace> {
  readonly #options: TextWayOptions;

  constructor(options: TextWayOptions) {
    this.#options = options;
  }

  async open(prompt: Prompt, signal: AbortSignal | undefined): Promise<TextPlace> {
    if ('messages' in prompt) {
      throw unsupported(
        'This engine continues texts; it does not render messages.',
        'Render the messages with the chat template of the model and open with `parts`.',
      );
    }
    const { counter, contextSize } = this.#options;
    const { text, warnings } = textOfParts(prompt.parts);
    const length = await counter.count(text, signal);
    if (length.value > contextSize) throw overflow('The prompt', 0, length.value, contextSize);
    return { text, length, sampled: 0, retokenised: false, warnings };
  }

  async append(
    place: TextPlace,
    parts: readonly Part[],
    { signal }: { readonly signal?: AbortSignal },
  ): Promise<Grown<TextPlace>> {
    const { counter, contextSize } = this.#options;
    const shown = textOfParts(parts);
    const tokens = await counter.count(shown.text, signal);
    const length = sumCounts(place.length, tokens);
    if (length.value > contextSize) {
      throw overflow('What was appended', place.length.value, tokens.value, contextSize);
    }
    const warns = place.sampled > 0 && !place.retokenised;
    return {
      place: {
        text: place.text + shown.text,
        length,
        sampled: place.sampled,
        retokenised: place.retokenised || warns,
        warnings: [],
      },
      tokens,
      warnings: [...place.warnings, ...shown.warnings, ...(warns ? [retokenised] : [])],
    };
  }

  async *write(
    place: TextPlace,
    options: GenerateOptions,
    run: Run,
  ): AsyncGenerator<Written<TextPlace>, Ended<TextPlace>> {
    checkTextOptions(options, this.#options.abilities);
    if (place.text === '') {
      throw invalid('The sequence is empty: there is nothing to continue.', 'Open it with a prompt, or append one.');
    }
    const { counter, contextSize, turnEnds } = this.#options;
    const limit = Math.min(options.maxTokens, contextSize - place.length.value);
    if (limit < 1) return { reason: 'context', place };
    const watched = [...options.stop.map((stop) => stop.text), ...turnEnds];
    const reader = new TextReader(watched, (text) => counter.estimate(text).value);
    let current = place;
    const take = (piece: TextPiece): Written<TextPlace> => {
      current = grown(current, piece);
      return { chunk: chunkOfPiece(piece, options.channel), place: current };
    };
    let end: TextEvent['end'];
    for await (const event of this.#request(place, limit, options, run)) {
      for (const piece of reader.accept(event)) yield take(piece);
      end = event.end ?? end;
      if (reader.stop !== undefined) break;
    }
    for (const piece of reader.flush()) if (piece.text !== '') yield take(piece);
    const outcome = this.#outcome(reader, end, options, limit);
    return { ...outcome, place: await this.#settled(place, current, reader, outcome, run) };
  }

  cacheKey(place: TextPlace): readonly number[] {
    return Array.from(encoder.encode(place.text.slice(0, 4096)));
  }

  async *#request(
    place: TextPlace,
    limit: number,
    options: GenerateOptions,
    run: Run,
  ): AsyncGenerator<TextEvent, void> {
    const { client, dialect, addedByServer = '' } = this.#options;
    const texts = options.stop.map((stop) => stop.text);
    const prefix = addedByServer !== '' && place.text.startsWith(addedByServer) ? addedByServer.length : 0;
    const body = dialect.body({
      prompt: place.text.slice(prefix).replace(/\p{Surrogate}/gu, '\uFFFD'),
      maxTokens: limit,
      // Where the server does not say what ended its text, only thinking may end there: any end of it is one.
      stops: dialect.tellsStop || options.channel === 'thinking' ? texts : [],
      visible: texts.flatMap((text) => controlStringsIn(text)),
      options,
      seed: run.nextSeed(),
      slot: run.slot,
    });
    const meter = new RequestMeter(run.meter, place.length.value);
    const { signal } = run;
    try {
      for await (const event of client.stream({ path: dialect.path, body, signal }, dialect.read)) {
        if (event === undefined) continue;
        meter.hear(event, 0);
        yield event;
      }
    } finally {
      meter.settle();
    }
  }

  #outcome(
    reader: TextReader,
    end: TextEvent['end'],
    options: GenerateOptions,
    limit: number,
  ): Omit<Ended<TextPlace>, 'place'> {
    const found = reader.stop;
    if (found !== undefined) {
      const stop = options.stop[found];
      return stop === undefined ? { reason: 'turn-end' } : { reason: 'stop', stop };
    }
    if (end === undefined || end.reason === 'limit') {
      return { reason: limit < options.maxTokens ? 'context' : 'limit' };
    }
    if (end.reason === 'turn-end') return { reason: 'turn-end' };
    const stop = end.reason === 'stop' ? options.stop.find(({ text }) => text === end.text) : undefined;
    if (stop !== undefined) return { reason: 'stop', stop };
    const only: Stop | undefined = options.channel === 'thinking' ? options.stop[0] : undefined;
    return only === undefined ? { reason: 'turn-end' } : { reason: 'stop', stop: only };
  }

  /** The place behind a generation, its length by the server's own count where there is one. */
  async #settled(
    start: TextPlace,
    place: TextPlace,
    reader: TextReader,
    { reason, stop }: Omit<Ended<TextPlace>, 'place'>,
    run: Run,
  ): Promise<TextPlace> {
    if (place === start) return place;
    const counted = reader.stop === undefined && reader.sampled > 0;
    if (!counted)
      return recounted(this.#options.counter, start, place, place.text.slice(start.text.length), run.signal);
    const ending = reason === 'stop' && stop !== undefined ? await this.#stopTokens(stop, run) : 0;
    const added = Math.max(0, reader.sampled - (reason === 'turn-end' ? 1 : ending));
    return {
      ...place,
      length: { value: start.length.value + added, counting: weakestCounting(start.length.counting, 'reported') },
      sampled: start.sampled + added,
    };
  }

  /** Tokens of a stop that the server counted although its text is not shown. */
  async #stopTokens(stop: Stop, run: Run): Promise<number> {
    const { counter } = this.#options;
    return counter.counting === 'reported' ? (await counter.count(stop.text, run.signal)).value : 1;
  }
}

function grown(place: TextPlace, piece: TextPiece): TextPlace {
  return {
    ...place,
    text: place.text + piece.text,
    length: sumCounts(place.length, { value: piece.tokens, counting: piece.counting }),
    sampled: place.sampled + piece.tokens,
  };
}
