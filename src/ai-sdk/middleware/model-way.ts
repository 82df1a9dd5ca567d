import type { LanguageModelV4, LanguageModelV4CallOptions, SharedV4ProviderOptions } from '@ai-sdk/provider';
import { sumCounts } from '../../adapter/http/sum-counts.ts';
import type { TurnStream } from '../../adapter/http/turn-stream.ts';
import type { Ended, Grown, Place, Run, Way, Written } from '../../adapter/http/way.ts';
import type { Count } from '../../core/count.ts';
import type { Channel, GenerateOptions } from '../../engine/generation.ts';
import type { Part } from '../../engine/prompt.ts';
import { utf8Length } from '../../forcing/utf8-length.ts';
import { type Continuation, continueTurn } from './continuation.ts';
import { type Aside, hostCall } from './host-call.ts';

/** Limits from here on mean that nobody asked for one: nothing is sent. */
export const unlimited: number = 2 ** 28;

export interface ModelWayOptions {
  readonly model: LanguageModelV4;
  /** The call as the application made it. */
  readonly call: LanguageModelV4CallOptions;
  /** Undefined: the host cannot be continued. */
  readonly continuation: Continuation | undefined;
  /** Provider options by which the host holds a maximum itself. */
  readonly maximum: ((tokens: number) => SharedV4ProviderOptions) | undefined;
  /** Tokens of a text. Without it, a piece of a stream counts as one token and a text that is appended by its bytes. */
  readonly countTokens: ((text: string) => number) | undefined;
  readonly aside: Aside;
}

/** A turn so far. */
export interface ModelPlace extends Place {
  readonly thinking: string;
  /** Undefined while it still thinks. */
  readonly answer?: string;
  /** The request that went from thinking to the answer by itself; the answer is read from it if nothing comes between. */
  readonly live?: TurnStream;
}

/**
 * A language model of the AI SDK as something mull continues: thinking goes on by an appended reasoning part.
 *
 * A maximum is held by the host's own limit of tokens on each request, so it holds by the host's tokens however the
 * pieces of its stream are counted here.
 */
export class ModelWay implements Way<ModelPlace> {
  readonly #options: ModelWayOptions;
  readonly #closed = new AbortController();

  constructor(options: ModelWayOptions) {
    this.#options = options;
  }

  async open(): Promise<ModelPlace> {
    return { length: { value: 0, counting: 'reported' }, sampled: 0, thinking: '' };
  }

  async append(
    place: ModelPlace,
    parts: readonly Part[],
    { channel }: { readonly channel?: Channel },
  ): Promise<Grown<ModelPlace>> {
    const text = parts.map((part) => ('text' in part ? part.text : '')).join('');
    const { live, ...rest } = place;
    live?.leave();
    const value = this.#options.countTokens?.(text) ?? utf8Length(text);
    const tokens: Count = { value, counting: 'estimated' };
    const answers = channel === 'answer' || place.answer !== undefined;
    const written = answers ? { answer: (place.answer ?? '') + text } : { thinking: place.thinking + text };
    return { place: { ...rest, ...written, length: sumCounts(place.length, tokens) }, tokens, warnings: [] };
  }

  write(place: ModelPlace, options: GenerateOptions, run: Run): AsyncGenerator<Written<ModelPlace>, Ended<ModelPlace>> {
    return options.channel === 'thinking' ? this.#think(place, options, run) : this.#answer(place, options, run);
  }

  cacheKey(): readonly number[] {
    return [];
  }

  /** Stops whatever runs at the host. */
  close(): void {
    this.#closed.abort();
  }

  async *#think(
    place: ModelPlace,
    options: GenerateOptions,
    run: Run,
  ): AsyncGenerator<Written<ModelPlace>, Ended<ModelPlace>> {
    const stream = this.#request(place, options, run);
    let current = place;
    for (let event = await stream.take(); event !== undefined; event = await stream.take()) {
      if (event.reasoning !== '') {
        const count = this.#count(event.reasoning);
        current = grown(current, count, { thinking: current.thinking + event.reasoning });
        yield { chunk: { channel: 'thinking', text: event.reasoning, count }, place: current };
      }
      if (event.content === '' && !event.toolCall) continue;
      stream.putBack(event);
      if (event.toolCall) await stream.readAhead();
      return { reason: event.toolCall ? 'tool-call' : 'channel-end', place: { ...current, live: stream } };
    }
    const limited = stream.end === 'limit';
    return { reason: limited ? 'limit' : 'turn-end', place: settled(place, current, stream.sampled, limited) };
  }

  async *#answer(
    start: ModelPlace,
    options: GenerateOptions,
    run: Run,
  ): AsyncGenerator<Written<ModelPlace>, Ended<ModelPlace>> {
    const { live, ...place } = start;
    let current: ModelPlace = { ...place, answer: place.answer ?? '' };
    let stream = live ?? this.#request(current, options, run);
    for (;;) {
      const begun = current;
      for (let event = await stream.take(); event !== undefined; event = await stream.take()) {
        if (event.content === '') continue;
        const count = this.#count(event.content);
        current = grown(current, count, { answer: (current.answer ?? '') + event.content });
        yield { chunk: { channel: 'answer', text: event.content, count }, place: current };
      }
      const limited = stream.end === 'limit';
      if (stream !== live) current = settled(begun, current, stream.sampled, limited);
      else if (stream.thought !== undefined && stream.sampled !== undefined) {
        current = settled(begun, current, stream.sampled - stream.thought, limited);
      }
      const room = options.maxTokens - (current.length.value - place.length.value);
      // The limit of a request that began with thinking was what thinking had left; the answer has its own.
      if (stream !== live || !limited || room < 1) {
        return { reason: limited ? 'limit' : stream.end === 'tool-call' ? 'tool-call' : 'turn-end', place: current };
      }
      stream = this.#request(current, { ...options, maxTokens: room }, run);
    }
  }

  #request(place: ModelPlace, { channel, maxTokens }: GenerateOptions, run: Run): TurnStream {
    const { model, call, continuation, maximum, aside } = this.#options;
    const { maxOutputTokens, ...rest } = call;
    const bounded = maxTokens < unlimited;
    const begun = place.thinking !== '' || (place.answer ?? '') !== '';
    const own = continuation === undefined && bounded && channel === 'thinking' ? maximum?.(maxTokens) : undefined;
    // A host that holds the maximum itself is given the application's own limit for the whole.
    const limit = own === undefined && bounded ? maxTokens : maxOutputTokens;
    const limited: LanguageModelV4CallOptions = {
      ...rest,
      ...(limit === undefined ? {} : { maxOutputTokens: limit }),
      ...(own === undefined ? {} : { providerOptions: merged(rest.providerOptions, own) }),
    };
    const continued =
      continuation === undefined || !begun
        ? limited
        : continueTurn(limited, place, { continuation, provider: model.provider });
    return hostCall(model, continued, aside, AbortSignal.any([run.signal, this.#closed.signal]));
  }

  #count(text: string): number {
    return this.#options.countTokens?.(text) ?? 1;
  }
}

function grown(place: ModelPlace, tokens: number, written: Partial<ModelPlace>): ModelPlace {
  const length = sumCounts(place.length, { value: tokens, counting: 'estimated' });
  return { ...place, ...written, length, sampled: place.sampled + tokens };
}

/** The place behind a request that ran to its end, by the host's own count where it tells one. */
function settled(start: ModelPlace, place: ModelPlace, sampled: number | undefined, limited: boolean): ModelPlace {
  if (sampled === undefined || place === start) return place;
  // The token that ended the turn is in the host's sum.
  const tokens = Math.max(0, sampled - (limited ? 0 : 1));
  const length = sumCounts(start.length, { value: tokens, counting: 'reported' });
  return { ...place, length, sampled: start.sampled + tokens };
}

function merged(options: SharedV4ProviderOptions | undefined, own: SharedV4ProviderOptions): SharedV4ProviderOptions {
  const names = [...Object.keys(options ?? {}), ...Object.keys(own)];
  return Object.fromEntries(names.map((name) => [name, { ...options?.[name], ...own[name] }]));
}
