import type { Abilities } from '../../engine/abilities.ts';
import type { Channel, Chunk, GenerateOptions, Stop } from '../../engine/generation.ts';
import type { Part, Prompt } from '../../engine/prompt.ts';
import type { TokenLogprob } from '../../engine/sampling.ts';
import { bannedTokens } from '../../lockstep/banned-tokens.ts';
import { invalid, overflow, unsupported } from '../../lockstep/faults.ts';
import { checkGenerateOptions } from '../../lockstep/generation-plan.ts';
import { controlStringsIn } from './control-text.ts';
import { brokenOff } from './failures.ts';
import type { HttpClient } from './http-client.ts';
import { RequestMeter } from './request-meter.ts';
import type { ServerTokenizer } from './server-tokenizer.ts';
import { TokenPlace } from './token-place.ts';
import { type TokenPiece, TokenReader } from './token-reader.ts';
import type { TokenDialect, TokenRequest } from './token-server.ts';
import type { Ended, Grown, Run, Way, Written } from './way.ts';

export interface TokenWayOptions {
  readonly client: HttpClient;
  readonly dialect: TokenDialect;
  readonly tokenizer: ServerTokenizer;
  readonly abilities: Abilities;
  readonly contextSize: number;
  /** Absent where the server does not tell: then a wrong id is refused by the server itself. */
  readonly vocabularySize?: number;
  /** Tokens that end a turn, with their names. */
  readonly turnEnds: ReadonlyMap<number, string>;
}

interface Plan {
  readonly stopTokens: ReadonlyMap<number, Stop>;
  readonly stopTexts: readonly Stop[];
  readonly ban: readonly number[];
}

/**
 * Continues token ids: what was sampled is sent back as it was, so that nothing is ever tokenised twice.
 *
 * Stops of a single control token are seen by their id, and the server ends there by itself; other stops are looked
 * for in the text, and the request is ended from here. The first token behind a ban takes a request of its own.
 */
export class TokenWay implements Way<TokenPlace> {
  readonly #options: TokenWayOptions;

  constructor(options: TokenWayOptions) {
    this.#options = options;
  }

  async open(prompt: Prompt, signal: AbortSignal | undefined): Promise<TokenPlace> {
    if ('messages' in prompt) {
      throw unsupported(
        'This engine continues texts; it does not render messages.',
        'Render the messages with the chat template of the model and open with `parts`.',
      );
    }
    const tokens = await this.encode(prompt.parts, signal);
    const { contextSize } = this.#options;
    if (tokens.length > contextSize) throw overflow('The prompt', 0, tokens.length, contextSize);
    return TokenPlace.of(tokens);
  }

  async append(
    place: TokenPlace,
    parts: readonly Part[],
    { signal }: { readonly channel?: Channel; readonly signal?: AbortSignal },
  ): Promise<Grown<TokenPlace>> {
    const { contextSize } = this.#options;
    const tokens = await this.encode(parts, signal);
    const { value } = place.length;
    if (value + tokens.length > contextSize) throw overflow('What was appended', value, tokens.length, contextSize);
    return {
      place: place.push(tokens, false),
      tokens: { value: tokens.length, counting: 'exact' },
      warnings: [],
    };
  }

  async *write(
    place: TokenPlace,
    options: GenerateOptions,
    run: Run,
  ): AsyncGenerator<Written<TokenPlace>, Ended<TokenPlace>> {
    const { abilities, contextSize } = this.#options;
    const plan = await this.#plan(options, run.signal);
    const limit = Math.min(options.maxTokens, contextSize - place.length.value);
    if (limit === 0) return { reason: 'context', place };
    const reader = new TokenReader(plan, this.#options);
    let current = place;
    const take = (piece: TokenPiece, sampled = true): Written<TokenPlace> => {
      current = current.push(piece.tokens, sampled);
      return { chunk: chunkOf(piece, options.channel, options.logprobs), place: current };
    };
    // Where the server holds ends back itself, neither a ban nor a minimum takes a request of its own.
    const held = abilities.nativeMin ? this.#held(plan, options) : undefined;
    for (let round = 0; ; round += 1) {
      const written = current.length.value - place.length.value + reader.heldTokens.length;
      const banning = round === 0 && plan.ban.length > 0 && held === undefined;
      const request = {
        prompt: [...current.tokens, ...reader.heldTokens],
        maxTokens: banning ? 1 : limit - written,
        ...(held !== undefined && held.minTokens > written ? { ...held, minTokens: held.minTokens - written } : {}),
      };
      const ban = banning ? plan.ban : [];
      for await (const pieces of this.#request({ ...request, ban }, reader, plan, options, run)) {
        for (const piece of pieces) yield take(piece);
      }
      const { end } = reader;
      if (end === 'spelled-stop') continue;
      if (end === 'limit' && banning && limit > 1) continue;
      for (const piece of reader.flush()) yield take(piece);
      if (reader.leftOver !== '') {
        const fitting = await this.#fitting(reader.leftOver, limit - (current.length.value - place.length.value), run);
        if (fitting !== undefined) yield take(fitting, false);
      }
      if (typeof end === 'object') return { reason: 'stop', stop: end, place: current };
      const reason = end === 'limit' && limit < options.maxTokens ? 'context' : end;
      return { reason, place: current };
    }
  }

  cacheKey(place: TokenPlace): readonly number[] {
    return place.tokens;
  }

  /** Token ids of parts, each on its own: what is appended never changes what stands before it. */
  async encode(parts: readonly Part[], signal?: AbortSignal): Promise<readonly number[]> {
    const { tokenizer, vocabularySize = Number.POSITIVE_INFINITY } = this.#options;
    const tokens: number[] = [];
    for (const [index, part] of parts.entries()) {
      if ('media' in part) {
        throw unsupported(
          `Part ${index} is ${part.media.type === 'audio' ? 'audio' : 'an image'}, and this engine reads text only.`,
          'Use an engine whose abilities include media.',
        );
      }
      if ('text' in part) {
        for (const token of await tokenizer.encode(part.text, part.control, signal)) tokens.push(token);
        continue;
      }
      const wrong = part.tokens.find((token) => !Number.isInteger(token) || token < 0 || token >= vocabularySize);
      if (wrong !== undefined) {
        throw invalid(
          `Part ${index} contains the token id ${wrong}, which the vocabulary does not have.`,
          'Use ids from `encode` or from chunks of the same engine.',
        );
      }
      for (const token of part.tokens) tokens.push(token);
    }
    return tokens;
  }

  async *#request(
    asked: Pick<TokenRequest, 'prompt' | 'maxTokens' | 'minTokens' | 'held' | 'ban'>,
    reader: TokenReader,
    plan: Plan,
    options: GenerateOptions,
    run: Run,
  ): AsyncGenerator<readonly TokenPiece[], void> {
    const { client, dialect } = this.#options;
    const { signal } = run;
    const meter = new RequestMeter(run.meter, asked.prompt.length);
    const body = dialect.body({
      ...asked,
      stops: reader.serverStops ? [...plan.stopTokens].map(([token, { text }]) => ({ token, text })) : [],
      visible: plan.stopTexts.flatMap((stop) => controlStringsIn(stop.text)),
      sampling: options.sampling,
      seed: run.nextSeed(),
      slot: run.slot,
      ...(options.logprobs === undefined ? {} : { logprobs: options.logprobs }),
    });
    reader.begin(asked.maxTokens);
    try {
      for await (const event of client.stream({ path: dialect.path, body, signal }, dialect.read)) {
        if (event === undefined) continue;
        const pieces = await reader.accept(event, signal);
        meter.hear(event, reader.received);
        if (pieces.length > 0) yield pieces;
        if (reader.mustLeave) break;
        if (event.end !== undefined || event.tokens.length === 0)
          checkCount(event.sampled, reader.received, dialect.path);
      }
      const pieces = await reader.settle(signal);
      if (pieces.length > 0) yield pieces;
    } finally {
      meter.settle();
    }
  }

  /** What the server is to hold back itself, and how long; undefined where it cannot, or nothing is to be. */
  #held(
    plan: Plan,
    options: GenerateOptions,
  ): { readonly minTokens: number; readonly held: readonly number[] } | undefined {
    const { turnEnds } = this.#options;
    const ends = [...plan.stopTokens.keys(), ...turnEnds.keys()];
    const bans = plan.ban.length > 0;
    if (bans && !plan.ban.every((token) => ends.includes(token))) return undefined;
    const minTokens = Math.max(options.minTokens ?? 0, bans ? 1 : 0);
    return minTokens === 0 ? undefined : { minTokens, held: [...turnEnds.keys()] };
  }

  /** Left-over text in tokens, as many as fit. */
  async #fitting(text: string, room: number, run: Run): Promise<TokenPiece | undefined> {
    const tokens = await this.#options.tokenizer.encode(text, false, run.signal);
    if (tokens.length <= room) return { tokens, text, logprobs: [] };
    const kept = tokens.slice(0, room);
    return kept.length === 0
      ? undefined
      : { tokens: kept, text: await this.#options.tokenizer.decode(kept, run.signal), logprobs: [] };
  }

  async #plan(options: GenerateOptions, signal: AbortSignal): Promise<Plan> {
    const { abilities } = this.#options;
    checkGenerateOptions(options, abilities);
    if (options.grammar !== undefined) {
      throw unsupported('This engine cannot hold a text to a grammar.', 'Leave `grammar` out.');
    }
    const stopTokens = new Map<number, Stop>();
    const stopTexts: Stop[] = [];
    for (const stop of options.stop) {
      if (stop.text === '') throw invalid('A stop is an empty text.', 'Give a stop at least one character.');
      const token = stop.control ? await this.#singleToken(stop, signal) : undefined;
      if (token === undefined) stopTexts.push(stop);
      else stopTokens.set(token, stop);
    }
    return { stopTokens, stopTexts, ban: await this.#banned(options, signal) };
  }

  async #banned(options: GenerateOptions, signal: AbortSignal): Promise<readonly number[]> {
    const { abilities, turnEnds } = this.#options;
    const singles = new Map<Stop, number | undefined>();
    for (const ban of abilities.ban ? (options.banFirst ?? []) : []) {
      if (ban !== 'turn-end') singles.set(ban, await this.#singleToken(ban, signal));
    }
    return bannedTokens(options, abilities, { turnEnds: turnEnds.keys(), tokenOf: (stop) => singles.get(stop) });
  }

  async #singleToken(stop: Stop, signal: AbortSignal): Promise<number | undefined> {
    const tokens = await this.#options.tokenizer.encode(stop.text, stop.control, signal);
    return tokens.length === 1 ? tokens[0] : undefined;
  }
}

/** A server that counts fewer tokens than it sent has sent some of them twice. */
function checkCount(counted: number | undefined, received: number, path: string): void {
  if (counted === undefined || counted === 0 || counted >= received) return;
  throw brokenOff(path, `the server counted ${counted} tokens and sent ${received}`);
}

function chunkOf(piece: TokenPiece, channel: Channel, wanted: number | undefined): Chunk {
  const { text, tokens } = piece;
  if (wanted === undefined) return { channel, text, tokens };
  const logprobs = piece.logprobs.map(({ top, ...entry }): TokenLogprob => {
    return wanted === 0 || top === undefined ? entry : { ...entry, top: top.slice(0, wanted) };
  });
  return { channel, text, tokens, logprobs };
}
