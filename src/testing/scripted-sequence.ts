import type { Count } from '../core/count.ts';
import { MullError } from '../core/mull-error.ts';
import type { EngineUsage } from '../core/usage.ts';
import type { Warning } from '../core/warning.ts';
import type { Channel, Chunk, End, GenerateOptions, Generation, Stop } from '../engine/generation.ts';
import type { Part } from '../engine/prompt.ts';
import type { Appended, AppendOptions, Mark, Sequence } from '../engine/sequence.ts';
import { busy, closed } from '../lockstep/faults.ts';
import type { LockstepSequence } from '../lockstep/lockstep-sequence.ts';
import { presentParts, textOfParts } from './present-parts.ts';
import { type ScriptCursor, type ScriptReader, scriptStart } from './script-cursor.ts';
import { type GenerationDriver, ScriptedGeneration } from './scripted-generation.ts';
import { type ScriptedWorld, type Snapshot, suffer } from './scripted-world.ts';

const toolCall = '<tool_call>';
const encoder = new TextEncoder();

/** Where a scripted sequence stands when it is opened or forked. */
export interface ScriptedStart {
  readonly number: number;
  readonly prompt: string;
  readonly cursor?: ScriptCursor;
  readonly bytes: number;
  readonly place?: Snapshot['place'];
  readonly warnings?: readonly Warning[];
}

/** A generation that runs: where the script stood when it began, what was heard, and which stops are whose. */
interface Running {
  readonly start: ScriptCursor;
  readonly stops: Map<Stop, Stop | 'channel-end' | 'tool-call'>;
  heard: boolean;
  bytes: number;
}

/** A sequence of the lock-step engine whose model knows what it is to say. */
export class ScriptedSequence implements Sequence, GenerationDriver {
  readonly #world: ScriptedWorld;
  readonly #inner: LockstepSequence;
  readonly #reader: ScriptReader;
  readonly #number: number;
  readonly #prompt: string;
  /** Warnings of `open`, which has no way to give them, for the next append. */
  #warnings: readonly Warning[];
  #cursor: ScriptCursor;
  /** UTF-8 bytes of the text so far, for engines that can only estimate. */
  #bytes: number;
  /** Where the turn stands, for engines whose server writes the delimiters itself. */
  #place: Snapshot['place'];
  readonly #closing = new AbortController();
  /** Set while a call runs, from its first moment on. */
  #busy = false;
  #running: Running | undefined;

  constructor(world: ScriptedWorld, inner: LockstepSequence, reader: ScriptReader, start: ScriptedStart) {
    this.#world = world;
    this.#inner = inner;
    this.#reader = reader;
    this.#number = start.number;
    this.#prompt = start.prompt;
    this.#cursor = start.cursor ?? scriptStart;
    this.#bytes = start.bytes;
    this.#place = start.place ?? 'thinking';
    this.#warnings = start.warnings ?? [];
  }

  get length(): Count {
    return this.#count(this.#inner.length.value, this.#bytes);
  }

  get usage(): EngineUsage {
    return this.#inner.usage;
  }

  append(parts: readonly Part[], options: AppendOptions = {}): Promise<Appended> {
    return this.#alone('append', () => this.#append(parts, options));
  }

  async #append(parts: readonly Part[], options: AppendOptions): Promise<Appended> {
    const { calls, abilities, faults } = this.#world;
    const { channel } = options;
    const text = textOfParts(this.#world, parts);
    const done = calls.filter((call) => call.method === 'append').length;
    calls.push({ method: 'append', sequence: this.#number, text, ...(channel && { channel }) });
    const fault = faults.strike('append', done);
    if (fault !== undefined) await suffer(this.#world, fault, [options.signal, this.closed]);
    if (abilities.continuation === 'none') {
      throw new MullError('E_UNSUPPORTED', 'Nothing can be appended to what this engine writes.', {
        hint: 'Use an engine that can be continued.',
      });
    }
    const shown = presentParts(this.#world, parts);
    await this.#move(channel);
    const cursor = text === '' ? this.#cursor : this.#reader.given(this.#cursor);
    this.#world.decoder.think(this.#slot, () => this.#reader.expected(cursor));
    const appended = await this.#inner.append(shown.parts, options);
    const bytes = encoder.encode(text).length;
    this.#cursor = cursor;
    this.#bytes += bytes;
    const warnings = [...this.#warnings, ...shown.warnings];
    this.#warnings = [];
    return { ...appended, tokens: this.#count(appended.tokens.value, bytes), warnings };
  }

  generate(options: GenerateOptions): Generation {
    return new ScriptedGeneration(this.#world, this, options);
  }

  mark(): Mark {
    const inner = this.#inner.mark();
    const mark: Mark = { position: this.length.value };
    this.#world.snapshots.set(mark, { inner, cursor: this.#cursor, bytes: this.#bytes, place: this.#place });
    return mark;
  }

  rewind(to: Mark): Promise<void> {
    return this.#alone('rewind', () => this.#rewind(to));
  }

  async #rewind(to: Mark): Promise<void> {
    this.#world.calls.push({ method: 'rewind', sequence: this.#number, position: to.position });
    const snapshot = this.#world.snapshots.get(to);
    await this.#inner.rewind(snapshot?.inner ?? to);
    if (snapshot === undefined) return;
    this.#cursor = snapshot.cursor;
    this.#bytes = snapshot.bytes;
    this.#place = snapshot.place;
  }

  fork(seeds: readonly number[], options?: { readonly signal?: AbortSignal }): Promise<Sequence[]> {
    return this.#alone('fork', () => this.#fork(seeds, options));
  }

  async #fork(seeds: readonly number[], options?: { readonly signal?: AbortSignal }): Promise<Sequence[]> {
    const forks = await this.#inner.fork(seeds, options);
    const sequences = forks.map(() => this.#world.nextNumber());
    this.#world.calls.push({ method: 'fork', sequence: this.#number, seeds, sequences });
    return forks.map((inner, index) => {
      const reader = this.#world.readerFor(this.#prompt, seeds[index]!);
      return new ScriptedSequence(this.#world, inner as LockstepSequence, reader, {
        number: sequences[index]!,
        prompt: this.#prompt,
        cursor: this.#cursor,
        bytes: this.#bytes,
        place: this.#place,
      });
    });
  }

  close(): Promise<void> {
    if (!this.#closing.signal.aborted) this.#world.calls.push({ method: 'close', sequence: this.#number });
    this.#closing.abort();
    return this.#inner.close();
  }

  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  async start(options: GenerateOptions): Promise<Generation> {
    this.#enter('generate');
    try {
      return await this.#start(options);
    } catch (error) {
      this.failed();
      throw error;
    }
  }

  async #start(options: GenerateOptions): Promise<Generation> {
    const { vocabulary, calls } = this.#world;
    const { channel, maxTokens, banFirst = [] } = options;
    calls.push({
      method: 'generate',
      sequence: this.#number,
      channel,
      maxTokens,
      stop: options.stop.map((stop) => stop.text),
      banFirst: banFirst.map((ban) => (ban === 'turn-end' ? ban : ban.text)),
    });
    await this.#move(channel);
    const banned = banFirst.flatMap((ban) =>
      ban === 'turn-end' ? [...vocabulary.turnEnds] : vocabulary.encode(ban.text, ban.control),
    );
    const start = this.#reader.avoiding(this.#cursor, banned);
    const stops = this.#stops(options);
    this.#running = { start, stops, heard: false, bytes: 0 };
    let [cursor, position] = [start, this.#inner.length.value];
    this.#world.decoder.think(this.#slot, (history) => {
      for (; position < history.length; position += 1) cursor = this.#reader.said(cursor, history[position]!);
      return this.#reader.expected(cursor);
    });
    return this.#inner.generate({ ...options, stop: [...stops.keys()] });
  }

  hear(chunk: Chunk): Chunk | undefined {
    const running = this.#running!;
    if (!running.heard) this.#cursor = running.start;
    running.heard = true;
    for (const token of chunk.tokens ?? []) this.#cursor = this.#reader.said(this.#cursor, token);
    const bytes = encoder.encode(chunk.text).length;
    running.bytes += bytes;
    this.#bytes += bytes;
    if (this.#world.abilities.hiddenThinking && chunk.channel === 'thinking') return undefined;
    if (this.#world.abilities.tokenIds) return chunk;
    const { tokens: _, ...shown } = chunk;
    return shown;
  }

  ended(end: End): End {
    const running = this.#running;
    this.failed();
    if (running === undefined) return end;
    if (end.reason === 'stop' || end.reason === 'turn-end') {
      this.#cursor = { ...(running.heard ? this.#cursor : running.start), spoken: true };
    }
    const tokens = this.#count(end.tokens.value, running.bytes);
    const stop = end.stop && running.stops.get(end.stop);
    if (stop === undefined) return { reason: end.reason, tokens };
    if (stop === 'tool-call') {
      // The call itself comes with the next generation.
      this.#cursor = { ...this.#cursor, spoken: false };
      return { reason: 'tool-call', tokens };
    }
    if (stop !== 'channel-end') return { reason: 'stop', stop, tokens };
    this.#place = 'thinking-ended';
    return { reason: 'channel-end', tokens };
  }

  failed(): void {
    this.#running = undefined;
    this.#busy = false;
  }

  #enter(call: string): void {
    if (this.#closing.signal.aborted) throw closed('sequence');
    if (this.#busy) throw busy(call);
    this.#busy = true;
  }

  async #alone<T>(call: string, work: () => Promise<T>): Promise<T> {
    this.#enter(call);
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }

  get #slot(): number {
    return this.#inner.state.slot.index;
  }

  get #serverWritesDelimiters(): boolean {
    const { continuation } = this.#world.abilities;
    return continuation === 'chat' || continuation === 'none';
  }

  /** The stops for the model itself, and what each means to the caller. */
  #stops(options: GenerateOptions): Map<Stop, Stop | 'channel-end' | 'tool-call'> {
    const { abilities, thinking } = this.#world;
    const stops = new Map<Stop, Stop | 'channel-end' | 'tool-call'>();
    if (this.#serverWritesDelimiters && options.channel === 'thinking') {
      for (const text of thinking.ends) stops.set({ text, control: true }, 'channel-end');
    }
    if (abilities.tools && options.channel !== 'tool') stops.set({ text: toolCall, control: true }, 'tool-call');
    for (const stop of options.stop) {
      if (this.#serverWritesDelimiters && thinking.ends.includes(stop.text) && options.channel === 'thinking') continue;
      // A server that takes only text cannot tell a control token from its name.
      stops.set(abilities.tokenIds ? stop : { text: stop.text, control: false }, stop);
    }
    return stops;
  }

  /** Where the server writes the delimiters, leaving the thinking writes its end. */
  async #move(channel: Channel | undefined): Promise<void> {
    if (!this.#serverWritesDelimiters || channel === undefined) return;
    if (channel === 'thinking') {
      if (this.#place === 'thinking-ended') this.#place = 'thinking';
      return;
    }
    if (this.#place === 'answer') return;
    const ended = this.#place === 'thinking-ended';
    const { thinking } = this.#world;
    if (ended || this.#cursor.spoken) {
      await this.#inner.append([{ text: ended ? thinking.close : thinking.cut, control: true }]);
      const goesOn = ended && this.#reader.hasMoreThanExpected(this.#cursor);
      this.#cursor = goesOn
        ? { ...this.#reader.said(this.#cursor, this.#reader.expected(this.#cursor)), spoken: false }
        : this.#reader.given(this.#cursor);
    }
    this.#place = 'answer';
  }

  #count(tokens: number, bytes: number): Count {
    const { counting } = this.#world.abilities;
    return { value: counting === 'estimated' ? bytes : tokens, counting };
  }
}
