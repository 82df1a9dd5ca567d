import type { Counting } from '../core/count.ts';
import type { ThinkEvent } from '../core/events.ts';
import type { Tool, ToolCall } from '../core/message.ts';
import { MullError } from '../core/mull-error.ts';
import type { ThinkingFormat } from '../core/thinking-format.ts';
import type { Warning } from '../core/warning.ts';
import { weakestCounting } from '../core/weakest-counting.ts';
import type { Channel, Chunk, End, GenerateOptions, Grammar, Stop } from '../engine/generation.ts';
import type { Sampling } from '../engine/sampling.ts';
import type { Sequence } from '../engine/sequence.ts';
import type { Action } from './action.ts';
import { chunkDelta } from './chunk-delta.ts';
import { decide } from './decide.ts';
import type { ForcingPlan } from './forcing-plan.ts';
import { type ForcingState, initialState } from './forcing-state.ts';
import { isBoundary } from './is-boundary.ts';
import { LoopWatch } from './loop-watch.ts';
import type { Observation } from './observation.ts';
import type { Overseer } from './overseer.ts';
import { probeAnswers } from './probe-answers.ts';
import { rotate } from './rotate.ts';
import { runAborted } from './run-aborted.ts';
import { ToldAnswer } from './told-answer.ts';
import { utf8Length } from './utf8-length.ts';

/** What the driver works with. */
export interface DriveOptions {
  readonly sequence: Sequence;
  readonly plan: ForcingPlan;
  readonly format: ThinkingFormat;
  readonly sampling: Sampling;
  readonly signal: AbortSignal;
  /** Whether mull writes the delimiters; otherwise the server does, from the channel of what is appended. */
  readonly writesDelimiters: boolean;
  /** Texts that end the answer. */
  readonly stop: readonly string[];
  /** Tools the answer may call. */
  readonly tools: readonly Tool[];
  /** The form the answer has to have. */
  readonly grammar?: Grammar | undefined;
  /** Alternatives to report per sampled token. */
  readonly logprobs?: number | undefined;
  readonly overseer?: Overseer | undefined;
}

/** What a run came to, as the receipt needs it. */
export interface Driven {
  readonly state: ForcingState;
  readonly thinking: string;
  readonly answer: string;
  /** The answer without what mull put in front of it. */
  readonly sampledAnswer: string;
  readonly counting: Counting;
  readonly warnings: readonly Warning[];
  readonly finishReason: 'stop' | 'length' | 'tool-call';
  /** The text that ended the answer, where one did. */
  readonly stop: string | undefined;
  readonly toolCalls: readonly ToolCall[];
}

/** Ends of thinking that the model made, of which an overseer is told. */
const madeByModel: ReadonlySet<string> = new Set(['stop', 'turn-end', 'channel-end']);

/** A wish from outside. */
export type Request = Omit<Extract<Observation, { type: 'request' }>, 'type'>;

/** Most tokens a header of a message may have before it counts as the answer's. */
const headerTokens = 32;

/**
 * Performs the decisions of `decide` on one sequence, and tells what happens.
 *
 * `events()` runs once. `request` may be called at any time; it ends the running generation where that is wanted.
 */
export class Drive {
  readonly #options: DriveOptions;
  readonly #ends: readonly Stop[];
  readonly #reopens: readonly Stop[];
  readonly #loops: LoopWatch = new LoopWatch();
  readonly #answer: ToldAnswer;
  #state: ForcingState = initialState;
  #segment: AbortController | undefined;
  #thinking = '';
  #counting: Counting = 'exact';
  #warnings: Warning[] = [];
  #stoppedBy: string | undefined;
  #channel: 'none' | 'thinking' | 'answer' = 'none';
  /** `finish`, appended to the sequence but not yet told as the beginning of the answer. */
  #untoldFinish = '';

  constructor(options: DriveOptions) {
    this.#options = options;
    this.#ends = options.format.ends.map(asControl);
    this.#reopens = options.format.reopens.map(asControl);
    this.#answer = new ToldAnswer(options.tools);
  }

  get state(): ForcingState {
    return this.#state;
  }

  request(request: Request): void {
    this.#observe({ type: 'request', ...request });
    if (request.what !== 'wait' && this.#state.phase === 'thinking') this.#segment?.abort();
  }

  async *events(): AsyncGenerator<ThinkEvent, Driven> {
    let action = this.#observe({ type: 'start' });
    if (this.#options.plan.opening !== 'off') yield* this.#enterThinking();
    while (action.type !== 'finish') {
      // Directly where there is an event per token: each generator in between costs every token.
      if (action.type === 'think') action = yield* this.#think(action);
      else if (action.type === 'answer') action = yield* this.#writeAnswer(action.maxTokens);
      else action = yield* this.#perform(action);
    }
    yield* this.#enterAnswer();
    return this.soFar(action.reason);
  }

  /** What the run has come to, also when it is broken off. */
  soFar(finishReason: Driven['finishReason']): Driven {
    const { text, sampled, toolCalls } = this.#answer;
    return {
      state: this.#state,
      thinking: this.#thinking,
      answer: text,
      sampledAnswer: sampled,
      counting: this.#counting,
      warnings: this.#warnings,
      finishReason: finishReason === 'stop' && toolCalls.length > 0 ? 'tool-call' : finishReason,
      stop: this.#stoppedBy,
      toolCalls,
    };
  }

  #observe(observation: Observation): Action {
    const { state, action } = decide(this.#options.plan, this.#state, observation);
    this.#state = state;
    return action;
  }

  async *#perform(
    action: Exclude<Action, { type: 'finish' | 'think' | 'answer' }>,
  ): AsyncGenerator<ThinkEvent, Action> {
    switch (action.type) {
      case 'wait':
        return yield* this.#wait(action.n);
      case 'close':
        return yield* this.#close(action);
      case 'header':
        return this.#header();
      case 'reopen':
        return yield* this.#reopen(action);
      case 'keep':
        throw new MullError('E_INTERNAL', `"keep" was decided in phase ${this.#state.phase} with nothing running.`, {
          hint: 'Please report this.',
        });
    }
  }

  async *#think(action: Extract<Action, { type: 'think' }>): AsyncGenerator<ThinkEvent, Action> {
    const segment = new AbortController();
    this.#segment = segment;
    let untilPause = this.#options.overseer?.every ?? Number.POSITIVE_INFINITY;
    const generation = this.#options.sequence.generate({
      ...this.#common('thinking', action.maxTokens),
      stop: this.#ends,
      ...(action.minTokens > 0 ? { minTokens: action.minTokens } : {}),
      ...(action.banEnds ? { banFirst: [...this.#ends, 'turn-end'] } : {}),
      signal: AbortSignal.any([this.#options.signal, segment.signal]),
    });
    try {
      for await (const chunk of generation) {
        this.#thinking += chunk.text;
        const tokens = tokensOf(chunk);
        untilPause -= tokens;
        const next = this.#observe({
          type: 'chunk',
          tokens,
          // Not looked at without a grace: the text is long, and to look at its end makes it one piece again.
          boundary: this.#options.plan.budget.grace > 0 && isBoundary(this.#thinking),
          looping: this.#options.plan.budget.loop === 'end' && this.#loops.add(chunk),
        });
        yield chunkDelta('thinking-delta', chunk);
        if (next.type !== 'keep') return next;
        if (untilPause <= 0) break;
      }
    } finally {
      this.#segment = undefined;
    }
    const end = await this.#endOf(generation);
    if (end.reason === 'aborted' && untilPause <= 0 && !segment.signal.aborted) {
      await this.#consult('step');
      return this.#observe({ type: 'paused', tokens: end.tokens.value });
    }
    if (madeByModel.has(end.reason)) await this.#consult('end');
    return this.#observe({ type: 'end', reason: end.reason, tokens: end.tokens.value });
  }

  /** Asks the overseer, if there is one, and passes its direction on as a wish from outside. */
  async #consult(at: 'end' | 'step'): Promise<void> {
    const { overseer, sequence, signal, format, plan, writesDelimiters } = this.#options;
    if (overseer === undefined || !plan.canContinue || this.#state.reopened > 0 || this.#state.asked !== 'nothing')
      return;
    // Behind an end that the model made its own delimiter stands; a header would have to be written first.
    const natural = at === 'end' && !plan.hasHeader;
    const direction = await overseer.decide({
      at,
      thinking: this.#thinking,
      thinkingTokens: this.#position(),
      suppressions: this.#state.suppressions,
      probe: (seeds, options) =>
        probeAnswers(sequence, seeds, {
          ...options,
          delimiter: !writesDelimiters ? '' : natural ? format.close : this.#lineEnd() + format.cut,
          finish: natural || !plan.finishAllowed ? '' : plan.budget.finish,
          stop: this.#reopens,
          sampling: { ...this.#options.sampling, temperature: options.temperature },
          logprobs: overseer.logprobs,
          signal,
        }),
    });
    if (direction.go !== 'answer' && direction.within !== undefined)
      this.#observe({ type: 'limited', within: direction.within });
    if (direction.go === 'answer') this.#observe({ type: 'request', what: 'settled' });
    if (direction.go === 'wait' && at === 'end')
      this.#observe({
        type: 'request',
        what: 'wait',
        ...(direction.message === undefined ? {} : { message: direction.message }),
      });
  }

  async *#wait(n: number): AsyncGenerator<ThinkEvent, Action> {
    const text = rotate(this.#options.plan.budget.message, n);
    yield { type: 'forced', kind: 'wait', text, position: this.#position() };
    const tokens = text === '' ? 0 : await this.#append(text, false, 'thinking');
    this.#thinking += text;
    if (text !== '') yield { type: 'thinking-delta', text, forced: true };
    return this.#observe({ type: 'waited', tokens });
  }

  #close(action: Extract<Action, { type: 'close' }>): AsyncGenerator<ThinkEvent, Action> {
    const { format } = this.#options;
    return this.#writeClosing(action, action.kind === 'close' ? format.close : this.#lineEnd() + format.cut);
  }

  /**
   * Closes thinking with a delimiter and, where wanted, leads into the answer with `finish`.
   *
   * @param opening - what opened this thinking, told already and not yet appended
   */
  async *#writeClosing(
    { kind, finish: addsFinish }: { readonly kind: 'close' | 'cut'; readonly finish: boolean },
    delimiter: string,
    opening = '',
  ): AsyncGenerator<ThinkEvent, Action> {
    const finish = addsFinish ? this.#options.plan.budget.finish : '';
    yield { type: 'forced', kind, text: delimiter + finish, position: this.#position() };
    const delimiterTokens = await this.#appendDelimiter(opening + delimiter);
    return this.#observe({ type: 'closed', delimiter: delimiterTokens, finish: await this.#appendFinish(finish) });
  }

  /** The model names its next message; the header is neither thinking nor answer. */
  async #header(): Promise<Action> {
    const { header } = this.#options.format;
    if (header === undefined)
      throw new MullError('E_INTERNAL', 'A header was expected of a format without one.', {
        hint: 'Please report this.',
      });
    const generation = this.#options.sequence.generate({
      ...this.#common('answer', headerTokens),
      stop: [asControl(header.until)],
    });
    let text = '';
    for await (const chunk of generation) text += chunk.text;
    const end = await this.#endOf(generation);
    const names = header.thinking.test(text) ? 'thinking' : header.tool.test(text) ? 'tool' : 'answer';
    if (end.reason === 'stop') await this.#appendDelimiter(header.until);
    return this.#observe({ type: 'header', names });
  }

  async *#reopen(action: Extract<Action, { type: 'reopen' }>): AsyncGenerator<ThinkEvent, Action> {
    const { format, writesDelimiters } = this.#options;
    const opening = reopening(format);
    if (writesDelimiters) yield { type: 'forced', kind: 'open', text: opening, position: this.#position() };
    yield* this.#enterThinking();
    if (!action.closeAtOnce)
      return this.#observe({ type: 'reopened', delimiter: await this.#appendDelimiter(opening) });
    return yield* this.#writeClosing({ kind: 'cut', finish: action.finish }, `\n${format.cut}`, opening);
  }

  *#enterThinking(): Generator<ThinkEvent, void> {
    this.#channel = 'thinking';
    yield { type: 'thinking-start' };
  }

  /** Tells that thinking is over and what the answer begins with; does nothing inside the answer. */
  *#enterAnswer(): Generator<ThinkEvent, void> {
    if (this.#channel === 'answer') return;
    if (this.#channel === 'thinking') yield { type: 'thinking-end', endedBy: this.#state.endedBy ?? 'none' };
    this.#channel = 'answer';
    yield { type: 'answer-start' };
    if (this.#untoldFinish === '') return;
    yield this.#answer.begin(this.#untoldFinish);
    this.#untoldFinish = '';
  }

  async *#writeAnswer(maxTokens: number): AsyncGenerator<ThinkEvent, Action> {
    yield* this.#enterAnswer();
    const { grammar, sequence, stop } = this.#options;
    const stops = stop.map((text): Stop => ({ text, control: false }));
    const generation = sequence.generate({
      ...this.#common('answer', maxTokens),
      stop: [...this.#reopens, ...stops],
      ...(grammar ? { grammar } : {}),
    });
    for await (const chunk of generation) {
      this.#observe({ type: 'answer-chunk', tokens: tokensOf(chunk) });
      // No `yield*`: to delegate costs every token.
      for (const event of this.#answer.push(chunk)) yield event;
    }
    const end = await this.#endOf(generation);
    yield* this.#answer.end(end);
    const own = stops.find(({ text }) => end.stop?.control === false && text === end.stop.text);
    this.#stoppedBy = own?.text;
    return this.#observe({
      type: 'answer-end',
      reason: end.reason,
      tokens: end.tokens.value,
      reopens: end.reason === 'stop' && own === undefined,
    });
  }

  #common(channel: Channel, maxTokens: number): Omit<GenerateOptions, 'stop'> {
    const { sampling, signal, logprobs } = this.#options;
    return { channel, maxTokens, sampling, signal, ...(logprobs === undefined ? {} : { logprobs }) };
  }

  /** Why a generation ended; an abort by the caller's signal is the end of the run. */
  async #endOf(generation: { readonly end: Promise<End> }): Promise<End> {
    const end = await generation.end;
    const { signal } = this.#options;
    if (signal.aborted) throw runAborted(signal);
    this.#counting = weakestCounting(this.#counting, end.tokens.counting);
    return end;
  }

  async #append(text: string, control: boolean, channel: Channel): Promise<number> {
    const { sequence, signal } = this.#options;
    const appended = await sequence.append([{ text, control }], { channel, signal });
    this.#counting = weakestCounting(this.#counting, appended.tokens.counting);
    this.#warnings.push(...appended.warnings);
    return appended.tokens.value;
  }

  async #appendDelimiter(text: string): Promise<number> {
    return this.#options.writesDelimiters && text !== '' ? this.#append(text, true, 'answer') : 0;
  }

  async #appendFinish(finish: string): Promise<number> {
    this.#untoldFinish = finish;
    return finish === '' ? 0 : this.#append(finish, false, 'answer');
  }

  /** A cut in mid-line gets a line end, as the delimiter stands on a line of its own. */
  #lineEnd(): string {
    return (this.#thinking === '' ? this.#options.format.open : this.#thinking).endsWith('\n') ? '' : '\n';
  }

  #position(): number {
    return this.#state.sampled + this.#state.messages;
  }
}

function asControl(text: string): Stop {
  return { text, control: true };
}

/** What the model wrote to open thinking again, put back since stops never enter the sequence. */
function reopening(format: ThinkingFormat): string {
  return format.reopens[0] ?? format.open;
}

function tokensOf(chunk: Chunk): number {
  return chunk.tokens?.length ?? chunk.count ?? utf8Length(chunk.text);
}
