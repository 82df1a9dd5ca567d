import type { Stop } from '../../engine/generation.ts';
import type { TokenLogprob } from '../../engine/sampling.ts';
import { HeldPieces } from './held-pieces.ts';
import type { ServerTokenizer } from './server-tokenizer.ts';
import type { TokenEvent } from './token-server.ts';

/** Tokens whose text is known together. */
export interface TokenPiece {
  readonly tokens: readonly number[];
  readonly text: string;
  readonly logprobs: readonly TokenLogprob[];
}

/** How a request ended; `spelled-stop`: the server took letters for a control token. */
type RequestEnd = 'limit' | 'turn-end' | 'context' | 'spelled-stop' | Stop;

/** What the server shows of a control token when it shows them at all. */
const looksLikeControl = /^(<[^<>]+>|\[[^[\]]+\])$/;

/**
 * Turns the events of requests into pieces that may be shown: no stop, no beginning of one, no end of turn.
 *
 * A server sends ids whose text it still holds back (parts of stops), and text whose ids it does not send (parts of
 * characters); both are put together again here.
 */
export class TokenReader {
  readonly #stopTokens: ReadonlyMap<number, Stop>;
  readonly #stopTexts: readonly Stop[];
  readonly #turnEnds: ReadonlyMap<number, string>;
  readonly #tokenizer: ServerTokenizer;
  readonly #held: HeldPieces<TokenPiece>;
  /** Ids without a text yet. */
  #open: number[] = [];
  #openLogprobs: TokenLogprob[] = [];
  /** A piece that may turn out to be the end of the turn, shown by its name. */
  #doubtful: TokenPiece | undefined;
  #limit = 0;
  #ended = false;

  /** Tokens received by the running request. */
  received = 0;
  end: RequestEnd = 'limit';
  /** Text between what was shown and a stop that begins inside a token. */
  leftOver = '';
  /** The server goes on although this generation is over. */
  mustLeave = false;
  /** Whether control stops are told to the server: not any more once it took letters for one. */
  serverStops = true;

  constructor(
    plan: { readonly stopTokens: ReadonlyMap<number, Stop>; readonly stopTexts: readonly Stop[] },
    model: { readonly turnEnds: ReadonlyMap<number, string>; readonly tokenizer: ServerTokenizer },
  ) {
    this.#stopTokens = plan.stopTokens;
    this.#stopTexts = plan.stopTexts;
    this.#turnEnds = model.turnEnds;
    this.#tokenizer = model.tokenizer;
    this.#held = new HeldPieces(plan.stopTexts.map((stop) => stop.text));
  }

  /** Tokens that were sampled and not shown yet. */
  get heldTokens(): readonly number[] {
    const doubtful = this.#doubtful?.tokens ?? [];
    return [...this.#held.pieces.flatMap((piece) => piece.tokens), ...doubtful, ...this.#open];
  }

  /** A request for so many tokens begins. */
  begin(limit: number): void {
    this.#limit = limit;
    this.#ended = false;
    this.received = 0;
    this.end = 'limit';
  }

  /** What an event makes certain. */
  async accept(event: TokenEvent, signal: AbortSignal): Promise<readonly TokenPiece[]> {
    if (this.#ended) {
      // The end was seen by its id; of what still comes only the counters are of interest.
      this.mustLeave ||= event.tokens.length > 0 || event.text !== '';
      return [];
    }
    // An event that counts no further than the one before says again what was said.
    if (event.tokens.length > 0 && event.sampled !== undefined && event.sampled <= this.received) return [];
    const tokens = (await this.#complete(event, signal)).slice(0, this.#limit - this.received);
    this.received += tokens.length;
    const at = tokens.findIndex((token) => this.#stopTokens.has(token) || this.#turnEnds.has(token));
    const ending = tokens[at];
    const pieces =
      ending === undefined
        ? this.#take(tokens, event.text, event.logprobs)
        : this.#take(tokens.slice(0, at), this.#withoutName(event.text, ending), event.logprobs);
    if (this.#ended) return pieces;
    if (ending !== undefined) this.#endWith(this.#stopTokens.get(ending) ?? 'turn-end');
    else if (event.end === 'stop') {
      this.serverStops = false;
      this.#endWith('spelled-stop');
    } else if (event.end !== undefined) {
      // An end of turn by an id that no list knows.
      if (event.end === 'turn-end' && this.#open.pop() === undefined) this.#doubtful = undefined;
      this.#endWith(event.end);
    }
    return pieces;
  }

  /** The request is over: ids for which the server gave no text get one. */
  async settle(signal: AbortSignal): Promise<readonly TokenPiece[]> {
    if (this.#open.length === 0) return [];
    const text = await this.#tokenizer.decode(this.#open, signal);
    return this.#take([], text, undefined);
  }

  /** Everything that is left; nothing after a stop in the text, which drops what is behind it. */
  flush(): readonly TokenPiece[] {
    const doubtful = this.#doubtful;
    this.#doubtful = undefined;
    const certain = doubtful === undefined ? [] : this.#push([doubtful]);
    return [...certain, ...this.#held.flush()];
  }

  /** The ids of an event, with those of characters that came in parts, which llama-server does not send. */
  async #complete(event: TokenEvent, signal: AbortSignal): Promise<readonly number[]> {
    const missing = (event.sampled ?? 0) - this.received - event.tokens.length;
    if (missing <= 0 || event.text === '') return event.tokens;
    // Where the model wrote the character in another way, its usual tokens stand for it: the text is the same.
    const whole = await this.#tokenizer.encode(event.text, false, signal);
    return whole.length > 0 ? whole : event.tokens;
  }

  #take(tokens: readonly number[], text: string, logprobs: readonly TokenLogprob[] = []): readonly TokenPiece[] {
    this.#open.push(...tokens);
    this.#openLogprobs.push(...logprobs.slice(0, tokens.length));
    if (text === '' || this.#open.length === 0) return [];
    const pieces = this.#doubtful === undefined ? [] : [this.#doubtful];
    const piece: TokenPiece = { tokens: this.#open, text, logprobs: this.#openLogprobs };
    this.#open = [];
    this.#openLogprobs = [];
    this.#doubtful = looksLikeControl.test(text) ? piece : undefined;
    if (this.#doubtful === undefined) pieces.push(piece);
    return this.#push(pieces);
  }

  #push(pieces: readonly TokenPiece[]): readonly TokenPiece[] {
    const certain: TokenPiece[] = [];
    for (const piece of pieces) {
      const result = this.#held.push(piece);
      if (!('stop' in result)) {
        certain.push(...result);
        continue;
      }
      this.leftOver = result.shared?.text ?? '';
      this.mustLeave = true;
      this.#open = [];
      this.#doubtful = undefined;
      this.#endWith(this.#stopTexts[result.stop]!);
      return [...certain, ...result.before];
    }
    return certain;
  }

  #endWith(end: RequestEnd): void {
    this.#ended = true;
    this.end = end;
  }

  #withoutName(text: string, token: number): string {
    const name = this.#stopTokens.get(token)?.text ?? this.#turnEnds.get(token) ?? '';
    return name !== '' && text.endsWith(name) ? text.slice(0, -name.length) : text;
  }
}
