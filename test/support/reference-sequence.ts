import type { GenerateOptions } from '../../src/engine/generation.ts';
import { drawSeed } from '../../src/lockstep/draw-seed.ts';
import { drawToken } from '../../src/lockstep/draw-token.ts';
import { certainPieces, firstStop, textOf } from './naive-text.ts';
import { ToyDecoder, type ToyOptions, toyToken, toyTokenizer } from './toy-model.ts';

const turnEnd = toyToken('<|end|>');

/** What a sequence of the toy model is, told as plainly as possible: a list of tokens, and some counting. */
export class ReferenceSequence {
  readonly tokens: number[];
  readonly cached: number;
  evaluated = 0;
  readonly #toy: ToyOptions;
  readonly #model: ToyDecoder;
  readonly #seed: number;
  readonly #prompt: number;
  /** Which tokens were drawn here, by their place. */
  #drawn: boolean[];
  #valid: number;
  #draws = 0;
  #sampled = 0;
  #discarded = 0;

  constructor(toy: ToyOptions, tokens: readonly number[], seed: number, cached: number) {
    this.tokens = tokens.slice();
    this.cached = cached;
    this.#toy = toy;
    this.#model = new ToyDecoder(toy);
    this.#seed = seed;
    this.#prompt = tokens.length;
    this.#drawn = tokens.map(() => false);
    this.#valid = cached;
  }

  get usage(): { prompt: number; sampled: number; discarded: number } {
    return { prompt: this.#prompt, sampled: this.#sampled, discarded: this.#discarded };
  }

  append(tokens: readonly number[]): void {
    for (const token of tokens) this.#push(token, false);
  }

  rewind(length: number): void {
    for (let at = length; at < this.tokens.length; at += 1) if (this.#drawn[at]) this.#discarded += 1;
    this.tokens.length = length;
    this.#drawn = this.#drawn.slice(0, length);
    this.#valid = Math.min(this.#valid, length);
  }

  /** Log-probabilities behind appended tokens, as pairs of token and rounded logarithm. */
  read(tokens: readonly number[], top: number): [number, string][] {
    this.append(tokens);
    this.#evaluate();
    const logits = this.#model.logits(this.tokens);
    const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    return [...logits.keys()]
      .sort((a, b) => logits[b]! - logits[a]! || a - b)
      .slice(0, top)
      .map((token) => [token, (logits[token]! - total).toFixed(4)]);
  }

  prepareFork(): void {
    const wanted = this.tokens.length - 1;
    if (this.#valid >= wanted) return;
    this.evaluated += wanted - this.#valid;
    this.#valid = wanted;
  }

  fork(seed: number): ReferenceSequence {
    return new ReferenceSequence(this.#toy, this.tokens, seed, this.#valid);
  }

  /** @returns the chunks as pairs of text and tokens, and the end */
  generate(options: GenerateOptions, leaveAfter: number): [unknown[], unknown] {
    const start = this.tokens.length;
    const draws = this.#draws;
    const chunks: [string, number[]][] = [];
    const limit = Math.min(start + options.maxTokens, this.#model.contextSize);
    let shown = start;
    const show = (count: number): boolean => {
      if (count === 0) return false;
      const tokens = this.tokens.slice(shown, shown + count);
      chunks.push([textOf(tokens.map((token) => toyTokenizer.bytes(token))), tokens]);
      shown += count;
      return chunks.length === leaveAfter;
    };
    const end = (reason: string, extra: object = {}): [unknown[], unknown] => [
      chunks,
      { reason, ...extra, tokens: { value: shown - start, counting: 'exact' } },
    ];
    const left = (): [unknown[], unknown] => {
      this.rewind(shown);
      this.#draws = draws + this.#drawn.slice(start).filter(Boolean).length;
      return end('aborted');
    };
    if (leaveAfter === 0) return end('aborted');
    if (limit === start) return end('context');
    const controls = options.stop.filter((stop) => stop.control);
    const texts = options.stop.filter((stop) => !stop.control);
    for (;;) {
      this.#valid = Math.min(this.#valid, this.tokens.length - 1);
      this.#evaluate();
      const first = this.tokens.length === start;
      const ban = first
        ? (options.banFirst ?? []).map((entry) => (entry === 'turn-end' ? turnEnd : toyToken(entry.text)))
        : [];
      const seed = drawSeed(this.#seed, this.#draws);
      const { token } = drawToken(this.#model.logits(this.tokens), { sampling: options.sampling, seed, ban });
      this.#draws += 1;
      this.#sampled += 1;
      const control = controls.findLast((stop) => toyToken(stop.text) === token);
      if (control !== undefined || token === turnEnd) {
        this.#discarded += 1;
        if (show(this.tokens.length - shown)) return left();
        return control === undefined ? end('turn-end') : end('stop', { stop: control });
      }
      this.#push(token, true);
      const held = this.tokens.slice(shown).map((id) => toyTokenizer.bytes(id));
      const names = texts.map((stop) => stop.text);
      const found = firstStop(held, names);
      if (found !== undefined) {
        const leave = show(found.keep);
        this.rewind(shown);
        const tokens = leftOver(found.leftOver, limit - shown);
        if (leave) return left();
        for (const id of tokens) this.#push(id, false);
        if (show(tokens.length)) return left();
        return end('stop', { stop: texts.find((stop) => stop.text === found.stop) });
      }
      if (show(certainPieces(held, names))) return left();
      if (this.tokens.length === limit) {
        if (show(this.tokens.length - shown)) return left();
        return end(limit - start < options.maxTokens ? 'context' : 'limit');
      }
    }
  }

  #push(token: number, drawn: boolean): void {
    this.tokens.push(token);
    this.#drawn.push(drawn);
  }

  #evaluate(): void {
    const from = Math.min(this.#valid, this.tokens.length - 1);
    this.evaluated += this.tokens.length - from;
    this.#valid = this.tokens.length;
  }
}

/** The tokens of left-over text, as many as fit, and no part of a character. */
function leftOver(text: string, room: number): number[] {
  const tokens = toyTokenizer.encode(text, false).slice();
  while (tokens.length > room || textOf(tokens.map((id) => toyTokenizer.bytes(id))).endsWith('\ufffd')) {
    if (tokens.length <= room && textOf(tokens.map((id) => toyTokenizer.bytes(id))) === text) break;
    tokens.pop();
  }
  return tokens;
}
