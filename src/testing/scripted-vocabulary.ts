import type { Tokenizer } from '../lockstep/tokenizer.ts';

/** Control strings of the families in wide use. A script may contain them; they are single tokens. */
export const usualControls: readonly string[] = [
  '<think>',
  '</think>',
  '<|im_start|>',
  '<|im_end|>',
  '<|endoftext|>',
  '<|start|>',
  '<|end|>',
  '<|message|>',
  '<|channel|>',
  '<|return|>',
  '<|call|>',
  '<tool_call>',
  '</tool_call>',
];

/** Words that mull or a prompt often writes, so that they are one token each whatever the script says. */
const usualWords = 'Wait Final Answer think answer user assistant system tool is the a of and to So Hmm OK'.split(' ');

const encoder = new TextEncoder();
const piece = /\s?[\p{L}\p{N}_]+|./gsu;

/**
 * A vocabulary in which texts can be counted by eye: a word with the white space before it is one token, so that
 * 'one two three' has three. Words it does not know, and everything else, are UTF-8 bytes.
 */
export class ScriptedVocabulary implements Tokenizer {
  readonly turnEnds: ReadonlySet<number>;
  readonly controls: readonly string[];
  readonly #pieces: Uint8Array[] = [];
  readonly #controlIds = new Map<string, number>();
  readonly #wordIds = new Map<string, number>();
  readonly #controlPattern: RegExp;

  /**
   * @param texts - texts whose words become tokens
   * @param controls - strings that become control tokens where control text is encoded
   * @param turnEnds - those of them that end the model's turn
   */
  constructor(texts: readonly string[], controls: readonly string[], turnEnds: readonly string[]) {
    this.controls = [...new Set([...controls, ...turnEnds])];
    for (let byte = 0; byte < 256; byte += 1) this.#pieces.push(Uint8Array.of(byte));
    for (const control of this.controls) this.#controlIds.set(control, this.#add(control));
    const longestFirst = [...this.controls].sort((a, b) => b.length - a.length);
    this.#controlPattern = new RegExp(`(${longestFirst.map(escaped).join('|')})`, 'u');
    this.turnEnds = new Set(turnEnds.map((text) => this.#controlIds.get(text)!));
    for (const word of usualWords) for (const form of [word, ` ${word}`]) this.#addWord(form);
    for (const text of texts) {
      for (const plain of text.split(this.#controlPattern)) {
        if (this.#controlIds.has(plain)) continue;
        for (const [word] of plain.matchAll(piece)) this.#addWord(word);
      }
    }
  }

  get size(): number {
    return this.#pieces.length;
  }

  isControl(token: number): boolean {
    return token >= 256 && token < 256 + this.controls.length;
  }

  isWord(token: number): boolean {
    return token >= 256 + this.controls.length;
  }

  encode(text: string, control: boolean): number[] {
    if (!control) return this.#encodePlain(text);
    return text.split(this.#controlPattern).flatMap((part) => {
      const id = this.#controlIds.get(part);
      return id === undefined ? this.#encodePlain(part) : [id];
    });
  }

  bytes(token: number): Uint8Array {
    return this.#pieces[token] ?? new Uint8Array();
  }

  #encodePlain(text: string): number[] {
    const tokens: number[] = [];
    for (const [word] of text.matchAll(piece)) {
      const id = this.#wordIds.get(word);
      // A known word behind white space it was never seen with is two tokens, not many bytes.
      const bare = id === undefined && /^\s/.test(word) ? this.#wordIds.get(word.slice(1)) : undefined;
      if (id !== undefined) tokens.push(id);
      else if (bare !== undefined) tokens.push(...encoder.encode(word.slice(0, 1)), bare);
      else tokens.push(...encoder.encode(word));
    }
    return tokens;
  }

  #addWord(word: string): void {
    const bytes = encoder.encode(word);
    // A lone byte is a token already, and half a surrogate pair is not text.
    if (bytes.length === 1 || this.#wordIds.has(word) || /\p{Surrogate}/u.test(word)) return;
    this.#wordIds.set(word, this.#add(word));
  }

  #add(text: string): number {
    this.#pieces.push(encoder.encode(text));
    return this.#pieces.length - 1;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
