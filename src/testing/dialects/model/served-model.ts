import type { ThinkingFormat } from '../../../core/thinking-format.ts';
import type { Chunk, EndReason } from '../../../engine/generation.ts';
import type { Sampling, TokenLogprob } from '../../../engine/sampling.ts';
import { createLockstepEngine } from '../../../lockstep/create-lockstep-engine.ts';
import type { LockstepSequence } from '../../../lockstep/lockstep-sequence.ts';
import { type Clock, realClock } from '../../clock.ts';
import { FaultPlan } from '../../fault.ts';
import type { Script } from '../../script.ts';
import { ScriptedDecoder } from '../../scripted-decoder.ts';
import { ScriptedVocabulary, usualControls } from '../../scripted-vocabulary.ts';
import { type Recollection, ScriptMemory } from './script-memory.ts';
import { ScriptPath } from './script-path.ts';
import { thinkingState } from './thinking-state.ts';

export interface ServedModelOptions {
  readonly script: Script;
  readonly repeatLast?: boolean;
  readonly thinking: ThinkingFormat;
  readonly contextSize: number;
  readonly slots: number;
  readonly words: readonly string[];
  readonly tokenDelay: number;
  readonly certainty: number;
  readonly clock?: Clock;
}

/** What a server asks of its model. */
export interface ModelRequest {
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  /** So many tokens are drawn before the turn may end and before any of `stopTokens`. */
  readonly minTokens?: number;
  /** Tokens that end the generation; the last token given is the one that did. */
  readonly stopTokens?: readonly number[];
  /** Tokens that are never drawn. */
  readonly banned?: readonly number[];
  readonly sampling: Sampling;
  readonly seed: number;
  readonly logprobs?: number;
  /** After so many tokens inside thinking the model is made to write `force`. */
  readonly thinkingLimit?: { readonly tokens: number; readonly force: readonly number[] };
  readonly signal: AbortSignal;
}

/** A token of the model. `text` is what became readable with it: nothing while a character is incomplete. */
export interface ModelToken {
  readonly token: number;
  readonly text: string;
  /** Whether it belongs to the thinking; its delimiters do not. */
  readonly inside: boolean;
  readonly logprob?: TokenLogprob;
  /** Tokens of the prompt that an earlier request had left in the cache. */
  readonly cached: number;
}

export interface ModelEnd {
  /** `turn`: the model ended its turn · `token`: one of `stopTokens` · `length`: `maxTokens` or the context. */
  readonly reason: 'turn' | 'token' | 'length' | 'aborted';
  readonly token?: number;
}

/** The scripted model behind a server: it knows texts, not sessions. */
export class ServedModel {
  readonly thinking: ThinkingFormat;
  readonly contextSize: number;
  readonly vocabulary: ScriptedVocabulary;
  readonly #options: ServedModelOptions;
  readonly #decoder: ScriptedDecoder;
  readonly #engine: ReturnType<typeof createLockstepEngine>;
  readonly #memory = new ScriptMemory();

  constructor(options: ServedModelOptions) {
    const { thinking, contextSize, slots, tokenDelay, certainty, clock = realClock } = options;
    this.#options = options;
    this.thinking = thinking;
    this.contextSize = contextSize;
    this.vocabulary = vocabularyOf(options);
    const faults = new FaultPlan([]);
    const { vocabulary } = this;
    this.#decoder = new ScriptedDecoder({ vocabulary, contextSize, slots, certainty, tokenDelay, clock, faults });
    this.#engine = createLockstepEngine({
      id: 'served',
      model: { name: 'served', contextSize, thinking },
      tokenizer: vocabulary,
      decoder: this.#decoder,
    });
  }

  /** The token that ends the model's turn. */
  get turnEnd(): number {
    return [...this.vocabulary.turnEnds][0]!;
  }

  /** Control strings are control tokens, as in the tokenisers of chat models. */
  encode(text: string): number[] {
    return this.vocabulary.encode(text, true);
  }

  decode(tokens: readonly number[]): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.#bytes(tokens));
  }

  /** Lets the model continue a prompt: tokens, and at last why there are no more. */
  async *generate(request: ModelRequest): AsyncGenerator<ModelToken | ModelEnd> {
    const { prompt, signal, seed } = request;
    const opened = this.#engine.open({ parts: [{ tokens: prompt }] }, { seed, signal });
    const sequence = await opened.catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (sequence === undefined) {
      yield { reason: 'aborted' };
      return;
    }
    try {
      yield* this.#speak(sequence as LockstepSequence, request);
    } finally {
      await sequence.close();
    }
  }

  async close(): Promise<void> {
    this.#decoder.release();
    await this.#engine.close();
  }

  async *#speak(sequence: LockstepSequence, request: ModelRequest): AsyncGenerator<ModelToken | ModelEnd> {
    const { prompt, maxTokens, minTokens = 0, stopTokens = [], banned = [], thinkingLimit } = request;
    const { cached } = sequence.usage;
    const characters = new TextDecoder('utf-8', { ignoreBOM: true });
    let text = this.decode(prompt);
    const start = this.#latin(prompt);
    const place = this.#place(start, text, request.seed);
    const remember = this.#memory.remember(start, place);
    const { path } = place;
    let { cursor } = place;
    let [drawn, thought] = [0, 0];
    while (drawn < maxTokens) {
      const inside = this.#isInside(text);
      if (inside && thinkingLimit !== undefined && thought >= thinkingLimit.tokens) {
        const force = thinkingLimit.force.slice(0, maxTokens - drawn);
        await sequence.append([{ tokens: force }]);
        text += this.decode(force);
        cursor = path.given(cursor, this.#latin(force), !this.#isInside(text));
        remember(this.#latin(force), cursor, false);
        drawn += force.length;
        for (const token of force) {
          const forced = characters.decode(this.#bytes([token]), { stream: true });
          yield { token, text: forced, inside: false, cached };
        }
        continue;
      }
      const early = drawn < minTokens ? [...this.vocabulary.turnEnds, ...stopTokens] : [];
      const forbidden = [...banned, ...early];
      if (forbidden.length > 0) cursor = path.avoiding(cursor, forbidden);
      const { token, logprob, reason } = await this.#draw(sequence, request, path.expected(cursor), forbidden);
      if (reason === 'aborted') {
        yield { reason };
        return;
      }
      if (reason === 'turn-end') {
        remember('', { ...cursor, spoken: true }, false);
        yield { reason: 'turn', token: this.turnEnd };
        return;
      }
      if (token === undefined) break;
      drawn += 1;
      if (inside) thought += 1;
      const said = characters.decode(this.#bytes([token]), { stream: true });
      const thinking = inside && this.#isInside(text + said);
      if (early.length === 0 && stopTokens.includes(token)) {
        remember('', { ...cursor, spoken: true }, false);
        yield { token, text: said, inside: thinking, cached, ...(logprob && { logprob }) };
        yield { reason: 'token', token };
        return;
      }
      text += said;
      cursor = path.said(cursor, token);
      remember(this.#latin([token]), cursor, true);
      yield { token, text: said, inside: thinking, cached, ...(logprob && { logprob }) };
    }
    yield { reason: 'length' };
  }

  /** Draws one token; none where the turn ended, the context is full or the client has left. */
  async #draw(
    sequence: LockstepSequence,
    { sampling, logprobs, signal }: ModelRequest,
    expected: number,
    forbidden: readonly number[],
  ): Promise<{ token?: number; logprob?: TokenLogprob; reason: EndReason }> {
    this.#decoder.think(sequence.state.slot.index, () => expected);
    const generation = sequence.generate({
      channel: 'answer',
      maxTokens: 1,
      stop: [],
      banFirst: forbidden.map((token) =>
        this.vocabulary.turnEnds.has(token) ? 'turn-end' : { text: this.decode([token]), control: true },
      ),
      sampling,
      signal,
      ...(logprobs !== undefined && { logprobs }),
    });
    let drawn: Chunk | undefined;
    for await (const chunk of generation) drawn = chunk;
    const { reason } = await generation.end;
    return { token: drawn?.tokens?.[0], logprob: drawn?.logprobs?.[0], reason };
  }

  /** Where the script stands behind a prompt. */
  #place(start: string, text: string, seed: number): Omit<Recollection, 'appended'> {
    const known = this.#memory.recall(start);
    // A new question is a new conversation with the model, whatever was said before.
    if (known !== undefined && !known.appended.includes('<|im_start|>user')) {
      const { path, cursor, appended, places } = known;
      const before = Buffer.from(start.slice(0, start.length - appended.length), 'latin1').toString();
      const closes = this.#isInside(before) && !this.#isInside(text);
      return { path, cursor: path.given(cursor, appended, closes), places };
    }
    const { script, repeatLast = false } = this.#options;
    const stretches = typeof script === 'function' ? script(text, seed) : script;
    const path = new ScriptPath(stretches, this.vocabulary, this.thinking, repeatLast);
    return { path, cursor: path.start(thinkingState(text, this.thinking)), places: [] };
  }

  #isInside(text: string): boolean {
    return thinkingState(text, this.thinking) === 'inside';
  }

  #bytes(tokens: readonly number[]): Buffer {
    return Buffer.concat(tokens.map((token) => this.vocabulary.bytes(token)));
  }

  /** The bytes of tokens, one character each. */
  #latin(tokens: readonly number[]): string {
    return this.#bytes(tokens).toString('latin1');
  }
}

function vocabularyOf({ script, thinking, words }: ServedModelOptions): ScriptedVocabulary {
  const delimiters = [thinking.open, ...thinking.ends, thinking.close, thinking.cut, ...thinking.reopens];
  const controls = delimiters.flatMap((text) => [...text.matchAll(/<[^<>\s]+>/g)].map(([control]) => control));
  const texts = typeof script === 'function' ? [] : typeof script === 'string' ? [script] : script;
  return new ScriptedVocabulary(
    [...texts, ...delimiters, ...words],
    [...usualControls, ...controls],
    ['<|im_end|>', '<|endoftext|>'],
  );
}
