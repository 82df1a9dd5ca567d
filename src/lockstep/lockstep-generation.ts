import type { MullError } from '../core/mull-error.ts';
import type { Chunk, End, EndReason, GenerateOptions, Generation, Stop } from '../engine/generation.ts';
import type { TokenLogprob } from '../engine/sampling.ts';
import { ChunkQueue } from './chunk-queue.ts';
import type { Draw, ReadAt, RowResult } from './decoder.ts';
import { type Deferred, deferred } from './deferred.ts';
import { drawSeed } from './draw-seed.ts';
import { faultOf, invalid } from './faults.ts';
import type { GenerationHost } from './generation-host.ts';
import { type GenerationPlan, planGeneration } from './generation-plan.ts';
import type { LockstepModel } from './lockstep-model.ts';
import type { SequenceState } from './sequence-state.ts';
import type { Task } from './task.ts';
import { type TokenBias, tokenBias } from './token-bias.ts';
import { type Certain, type StopFound, TokenStream } from './token-stream.ts';

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * A generation of one sequence.
 *
 * A stop and the limit may tie: a stop completed by the very token that reaches `maxTokens` is a stop, one that a
 * later token would complete is not seen. A text stop needs its tokens drawn to be seen, so they count towards
 * `maxTokens` until they are taken back. Left-over text whose re-encoding is longer than what it replaces is cut to
 * `maxTokens`, which holds absolutely.
 */
export class LockstepGeneration implements Generation, Task, AsyncIterator<Chunk, undefined> {
  readonly end: Promise<End>;
  readonly state: SequenceState;
  arrival = 0;
  parked = false;
  readonly #host: GenerationHost;
  readonly #model: LockstepModel;
  readonly #options: GenerateOptions;
  readonly #ended: Deferred<End> = deferred();
  #phase: 'new' | 'drawing' | 'draining' | 'over' = 'new';
  #plan!: GenerationPlan;
  #bias!: TokenBias;
  #stream!: TokenStream;
  #queue!: ChunkQueue;
  /** Log-probabilities of tokens whose text is held back. */
  #logprobs: TokenLogprob[] = [];
  #outcome: { reason: EndReason; stop?: Stop } | { fault: MullError } | undefined;
  /** Length of the sequence: at the start, where it must end, up to the last chunk made. */
  #start = 0;
  #limit = 0;
  #emitted = 0;
  #firstDraw = 0;

  constructor(host: GenerationHost, options: GenerateOptions) {
    this.#host = host;
    this.state = host.state;
    this.#model = host.model;
    this.#options = options;
    this.end = this.#ended.promise;
    // Whoever only iterates learns of a failure from the iteration; the same one must not end the process.
    this.end.catch(() => undefined);
  }

  get #isOver(): boolean {
    return this.#phase === 'over';
  }

  /** Tokens in the sequence as its user sees it: what was yielded. */
  get visibleLength(): number {
    return this.#queue.yielded;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Chunk, undefined>> {
    if (this.#isOver) return Promise.resolve(done);
    if (this.#phase === 'new') {
      try {
        this.#begin();
      } catch (error) {
        this.#phase = 'over';
        const fault = faultOf(error);
        this.#ended.reject(fault);
        return Promise.reject(fault);
      }
    }
    this.#model.scheduler.arrived(this.state.slot);
    const waiting = this.#queue.take();
    if (waiting !== undefined) {
      if (this.parked) {
        this.parked = false;
        this.#model.scheduler.wake();
      }
      return Promise.resolve({ done: false, value: waiting });
    }
    if (this.#phase === 'draining') {
      const fault = this.#conclude();
      return fault === undefined ? Promise.resolve(done) : Promise.reject(fault);
    }
    return this.#isOver ? Promise.resolve(done) : this.#queue.wait();
  }

  return(): Promise<IteratorResult<Chunk, undefined>> {
    this.abort();
    return Promise.resolve(done);
  }

  /** Ends the iteration now; exactly what was yielded stays. */
  readonly abort = (): void => {
    if (this.#isOver) return;
    if (this.#phase === 'new') {
      this.#phase = 'over';
      this.#ended.resolve({ reason: 'aborted', tokens: { value: 0, counting: 'exact' } });
      return;
    }
    this.#model.scheduler.remove(this);
    this.#rewindTo(this.#queue.yielded);
    this.#outcome = { reason: 'aborted' };
    this.#conclude();
    this.#queue.end();
  };

  get from(): number {
    // After a stop or a rewind the last token was evaluated, but its logits are gone.
    return Math.min(this.state.valid, this.state.tokens.length - 1);
  }

  get until(): number {
    return this.state.tokens.length;
  }

  draw(): Draw {
    const first = this.state.tokens.length === this.#start;
    const { sampling } = this.#options;
    const bias = this.#bias(() => this.state.written());
    return {
      sampling,
      ...(bias && { bias }),
      seed: drawSeed(this.state.seed, this.state.draws),
      ban: first ? this.#plan.banFirst : [],
      logprobs: this.#options.logprobs,
    };
  }

  reads(): readonly ReadAt[] | undefined {
    return undefined;
  }

  accept({ drawn }: RowResult): void {
    if (drawn === undefined) return;
    const { state } = this;
    const { token } = drawn;
    state.draws += 1;
    const stop = this.#plan.stopTokens.get(token);
    if (stop !== undefined || this.#model.tokenizer.turnEnds.has(token)) {
      state.discardDrawn();
      this.#finish(stop === undefined ? 'turn-end' : 'stop', stop);
      return;
    }
    state.push(token, true);
    if (this.#options.logprobs !== undefined) this.#logprobs.push(this.#described(drawn));
    const found = this.#stream.push(token);
    if (found !== undefined) {
      this.#stopAt(found);
      return;
    }
    this.#emit(this.#stream.take());
    if (state.tokens.length >= this.#limit) {
      this.#finish(this.#limit - this.#start < this.#options.maxTokens ? 'context' : 'limit');
    }
  }

  fail(fault: MullError): void {
    if (this.#phase !== 'drawing') return;
    this.#rewindTo(this.#emitted);
    this.#endWith({ fault });
  }

  #begin(): void {
    const { state } = this;
    this.#host.begin(this);
    try {
      this.#plan = planGeneration(this.#options, this.#model.tokenizer, this.#model.abilities);
      if (state.tokens.length === 0) {
        throw invalid('The sequence is empty: there is nothing to continue.', 'Open it with a prompt, or append one.');
      }
    } catch (error) {
      this.#host.finish();
      throw error;
    }
    this.#phase = 'drawing';
    this.#bias = tokenBias(this.#options.sampling);
    this.#stream = new TokenStream(
      this.#model.texts,
      this.#plan.stopTexts.map((stop) => stop.text),
    );
    this.#start = state.tokens.length;
    this.#emitted = this.#start;
    this.#queue = new ChunkQueue(this.#model.bufferedChunks, this.#start);
    this.#firstDraw = state.draws;
    this.#limit = Math.min(this.#start + this.#options.maxTokens, this.#model.contextSize);
    const { signal } = this.#options;
    if (signal?.aborted) this.abort();
    else if (this.#limit === this.#start) this.#finish('context');
    else {
      signal?.addEventListener('abort', this.abort, { once: true });
      this.#model.scheduler.add(this);
    }
  }

  #described({ token, logprob, top }: NonNullable<RowResult['drawn']>): TokenLogprob {
    const { texts } = this.#model;
    const alternatives = top?.map((scored) => ({ ...scored, text: texts.text(scored.token) }));
    return { token, text: texts.text(token), logprob, ...(alternatives && { top: alternatives }) };
  }

  /** Takes back the tokens of a text stop, and puts the text in front of it where it shared a token with it. */
  #stopAt({ stop, keep, leftOver }: StopFound): void {
    const { state } = this;
    this.#emit(this.#stream.flush(keep));
    state.truncate(this.#emitted);
    this.#logprobs = [];
    const tokens = this.#fitting(this.#model.tokenizer.encode(leftOver, false));
    if (tokens.length > 0) {
      for (const token of tokens) state.push(token, false);
      this.#hand(tokens, this.#textOf(tokens), undefined);
    }
    this.#close('stop', this.#plan.stopTexts[stop]);
  }

  /** As many of the tokens as the limit allows, and no part of a character. */
  #fitting(tokens: readonly number[]): readonly number[] {
    let count = Math.min(tokens.length, this.#limit - this.#emitted);
    while (count > 0 && count < tokens.length && this.#textOf(tokens.slice(0, count)).endsWith('\ufffd')) count -= 1;
    return count === tokens.length ? tokens : tokens.slice(0, count);
  }

  #textOf(tokens: readonly number[]): string {
    const { texts } = this.#model;
    return texts.decode(Uint8Array.from(tokens.flatMap((token) => [...texts.bytes(token)])));
  }

  #finish(reason: EndReason, stop?: Stop): void {
    this.#emit(this.#stream.flush());
    this.#close(reason, stop);
  }

  #close(reason: EndReason, stop?: Stop): void {
    this.#model.scheduler.remove(this);
    this.#endWith(stop === undefined ? { reason } : { reason, stop });
  }

  #emit(certain: Certain | undefined): void {
    if (certain === undefined) return;
    const { tokens } = this.state;
    const ids =
      certain.count === 1 ? [tokens[this.#emitted]!] : tokens.slice(this.#emitted, this.#emitted + certain.count);
    const logprobs = this.#options.logprobs === undefined ? undefined : this.#logprobs.splice(0, certain.count);
    this.#hand(ids, certain.text, logprobs);
  }

  /** Gives a chunk to a waiting reader at once, or puts it where the next one finds it. */
  #hand(tokens: readonly number[], text: string, logprobs: readonly TokenLogprob[] | undefined): void {
    const { channel } = this.#options;
    const chunk: Chunk = logprobs === undefined ? { channel, text, tokens } : { channel, text, tokens, logprobs };
    this.#emitted += tokens.length;
    if (this.#queue.put(chunk, this.#emitted)) this.#model.scheduler.expect(this.state.slot);
    else this.parked = this.#queue.full;
  }

  #endWith(outcome: { reason: EndReason; stop?: Stop } | { fault: MullError }): void {
    this.#outcome = outcome;
    this.#phase = 'draining';
    if (this.#queue.awaited) this.#queue.end(this.#conclude());
  }

  /** The iteration is over: the sequence is free for the next call, and `end` is known. */
  #conclude(): MullError | undefined {
    this.#phase = 'over';
    this.#options.signal?.removeEventListener('abort', this.abort);
    this.#host.finish();
    this.#model.scheduler.expect(this.state.slot);
    const outcome = this.#outcome!;
    if ('fault' in outcome) {
      this.#ended.reject(outcome.fault);
      return outcome.fault;
    }
    const tokens = { value: this.#queue.yielded - this.#start, counting: 'exact' as const };
    this.#ended.resolve({ ...outcome, tokens });
    return undefined;
  }

  /**
   * Drops what was drawn behind `position`. Those draws do not count for the random stream: how far a generation ran
   * ahead of its reader must not change what the sequence says later.
   */
  #rewindTo(position: number): void {
    this.state.truncate(position);
    this.#logprobs = [];
    this.state.draws = this.#firstDraw + this.state.drawnSince(this.#start);
  }
}
