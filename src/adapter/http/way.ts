import type { Count } from '../../core/count.ts';
import type { Effort } from '../../core/effort.ts';
import type { ToolCall } from '../../core/message.ts';
import type { EngineUsage } from '../../core/usage.ts';
import type { Warning } from '../../core/warning.ts';
import type { Channel, Chunk, EndReason, GenerateOptions, Stop } from '../../engine/generation.ts';
import type { Part, Prompt } from '../../engine/prompt.ts';

/** A text so far as one way of use keeps it: never changed, so that a mark or a fork is just another reference. */
export interface Place {
  readonly length: Count;
  /** Of these tokens, how many the model wrote. */
  readonly sampled: number;
  /** What is to be told of it and no append has told yet. */
  readonly warnings?: readonly Warning[];
}

/** Usage that grows while a sequence is used; what was discarded follows from what is left. */
export type Meter = { -readonly [Field in Exclude<keyof EngineUsage, 'discarded'>]: EngineUsage[Field] };

/** What a way needs of the sequence that writes. */
export interface Run {
  /** Aborted when nobody waits for the text any more. */
  readonly signal: AbortSignal;
  readonly meter: Meter;
  /** The place of this sequence among those of the engine, for servers that keep one cache per place. */
  readonly slot: number;
  /** A seed for the next request, from the seed of the sequence. */
  nextSeed(): number;
}

/** A chunk, and the place behind it. */
export interface Written<State extends Place> {
  readonly chunk: Chunk;
  readonly place: State;
}

/** How a generation ended, and the place behind it. */
export interface Ended<State extends Place> {
  readonly reason: EndReason;
  readonly stop?: Stop;
  readonly toolCalls?: readonly ToolCall[];
  readonly place: State;
}

/** What an append made of a place. */
export interface Grown<State extends Place> {
  readonly place: State;
  readonly tokens: Count;
  readonly warnings: readonly Warning[];
}

/**
 * One way of using a server: by token ids, by text, or by messages. Stateless; everything a sequence is lies in its
 * place.
 */
export interface Way<State extends Place> {
  /**
   * @param effort - how hard to think; only for ways that take one
   * @throws E_CONTEXT_OVERFLOW, E_UNSUPPORTED for a form of prompt or an effort that it does not take
   */
  open(prompt: Prompt, signal: AbortSignal | undefined, effort?: Effort): Promise<State>;
  append(
    place: State,
    parts: readonly Part[],
    options: { readonly channel?: Channel; readonly signal?: AbortSignal },
  ): Promise<Grown<State>>;
  /** Lets the model write behind a place. Leaving the loop stops what runs upstream. */
  write(place: State, options: GenerateOptions, run: Run): AsyncGenerator<Written<State>, Ended<State>>;
  /** What of a place a cache may hold, for choosing a slot that holds the beginning of it already. */
  cacheKey(place: State): readonly number[];
}
