import { controlStringsIn } from './control-text.ts';
import { unreadable } from './failures.ts';
import type { HttpClient } from './http-client.ts';
import { type Json, objectOf, textOf, tokensOf } from './json-value.ts';

/**
 * How a `/tokenize` endpoint is asked.
 *
 * `content`: llama-server, which is told whether control strings are control tokens · `prompt`: vLLM and SGLang, where
 * they always are
 */
export type TokenizeForm = 'content' | 'prompt';

/** Texts longer than this are not worth remembering. */
const longestRemembered = 200;
const mostRemembered = 512;

/** The tokenizer of the model, asked over HTTP. */
export class ServerTokenizer {
  readonly #client: HttpClient;
  readonly #form: TokenizeForm;
  readonly #model: string;
  readonly #remembered = new Map<string, readonly number[]>();

  constructor(client: HttpClient, form: TokenizeForm, model: string) {
    this.#client = client;
    this.#form = form;
    this.#model = model;
  }

  /** Token ids of a text on its own; nothing is added in front or behind. */
  async encode(text: string, control: boolean, signal?: AbortSignal): Promise<readonly number[]> {
    if (text === '') return [];
    const key = `${control ? 'c' : 't'}${text}`;
    const known = this.#remembered.get(key);
    if (known !== undefined) return known;
    const tokens = await this.#encode(text.replace(/\p{Surrogate}/gu, '\uFFFD'), control, signal);
    if (text.length <= longestRemembered) {
      const oldest = this.#remembered.keys().next();
      if (this.#remembered.size >= mostRemembered && !oldest.done) this.#remembered.delete(oldest.value);
      this.#remembered.set(key, tokens);
    }
    return tokens;
  }

  /** The text of token ids, control tokens by their names. */
  async decode(tokens: readonly number[], signal?: AbortSignal): Promise<string> {
    const body = this.#form === 'content' ? { tokens } : { model: this.#model, tokens };
    const answer = objectOf(await this.#client.json({ path: '/detokenize', body, ...(signal && { signal }) }));
    const text = textOf(answer.content) ?? textOf(answer.prompt) ?? textOf(answer.text);
    if (text === undefined) throw unreadable('/detokenize', 'without a text', JSON.stringify(answer));
    return text;
  }

  async #encode(text: string, control: boolean, signal: AbortSignal | undefined): Promise<readonly number[]> {
    if (this.#form === 'content') {
      return this.#ask({ content: text, add_special: false, parse_special: control }, signal);
    }
    const tokens: number[] = [];
    for (const piece of control ? [text] : cutInside(text)) {
      tokens.push(...(await this.#ask({ model: this.#model, prompt: piece, add_special_tokens: false }, signal)));
    }
    return tokens;
  }

  async #ask(body: { readonly [key: string]: Json }, signal: AbortSignal | undefined): Promise<readonly number[]> {
    const answer = objectOf(await this.#client.json({ path: '/tokenize', body, ...(signal && { signal }) }));
    const tokens = tokensOf(answer.tokens);
    if (tokens === undefined) throw unreadable('/tokenize', 'without a list of token ids', JSON.stringify(answer));
    return tokens;
  }
}

/** The text in pieces none of which holds a control string: what is tokenised apart cannot become one token. */
function cutInside(text: string): string[] {
  let pieces = [text];
  for (const control of controlStringsIn(text)) {
    pieces = pieces.flatMap((piece) =>
      piece.split(control).flatMap((part, index) => {
        return index === 0 ? [part] : [control.slice(0, 1), control.slice(1) + part];
      }),
    );
  }
  return pieces.filter((piece) => piece !== '');
}
