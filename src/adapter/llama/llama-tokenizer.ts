import type { Tokenizer } from '../../lockstep/tokenizer.ts';
import type { NativeModel } from './native.ts';
import { isAdded, isUserDefined, tokenBytes, type VocabularyEntry } from './token-bytes.ts';

export interface LlamaTokenizerOptions {
  readonly model: NativeModel;
  readonly vocabularySize: number;
  /** `tokenizer.ggml.model` of the file. */
  readonly kind: string | undefined;
}

/** User-defined tokens of this form mark something and are not words: `<think>`, `[INST]`, `<|message|>`. */
const marker = /^(<.*>|\[.*\]|\{.*\})$/s;
/** Stands before a text whose first word must not be joined to an invented space. */
const anchor = '\n';

/**
 * The tokenizer inside llama.cpp, made exact: text never gains a space that it does not have (SentencePiece models
 * put one in front of every piece), and text from users never becomes a marker, be it a control token or, as
 * `</think>` in many models, a user-defined one.
 */
export function createLlamaTokenizer(options: LlamaTokenizerOptions): Tokenizer {
  const { model, vocabularySize, kind } = options;
  const vocabulary: VocabularyEntry[] = [];
  const turnEnds = new Set<number>();
  const type = model.getVocabularyType();
  for (let token = 0; token < vocabularySize; token += 1) {
    const entry = { spelling: model.getTokenString(token), attributes: model.getTokenAttributes(token) };
    vocabulary.push(entry);
    if (model.isEogToken(token)) turnEnds.add(token);
  }
  const bytes = (token: number): Uint8Array => {
    const entry = vocabulary[token];
    return entry === undefined ? new Uint8Array(0) : tokenBytes(entry, type, kind === 'gpt2');
  };
  const markers = matcher(vocabulary.filter((entry) => isUserDefined(entry) && marker.test(entry.spelling)));
  const added = matcher(vocabulary.filter(isAdded));
  const exact = inventsSpaces(model, bytes) ? withoutInventedSpace : model.tokenize.bind(model);
  const anchorTokens = model.tokenize(anchor, false);

  function withoutInventedSpace(text: string, control: boolean): Iterable<number> {
    const tokens = model.tokenize(anchor + text, control);
    const anchored = anchorTokens.every((token, index) => tokens[index] === token);
    return anchored ? tokens.subarray(anchorTokens.length) : model.tokenize(text, control);
  }

  return {
    encode(text, control) {
      if (control && exact !== withoutInventedSpace) return [...exact(text, true)];
      // Pieces that are tokenised apart can never form a marker together, nor gain a space behind one.
      const pieces = control ? splitAround(text, added) : splitInside(text, markers);
      return pieces.flatMap((piece) => [...exact(piece, control)]);
    },
    bytes,
    turnEnds,
  };
}

function inventsSpaces(model: NativeModel, bytes: (token: number) => Uint8Array): boolean {
  const [first] = model.tokenize('a', false);
  return first !== undefined && bytes(first)[0] === 0x20;
}

/** Matches any of the spellings, the longest first; undefined where there are none. */
function matcher(entries: readonly VocabularyEntry[]): RegExp | undefined {
  const spellings = entries.map(({ spelling }) => spelling).filter((spelling) => spelling !== '');
  if (spellings.length === 0) return undefined;
  spellings.sort((a, b) => b.length - a.length);
  return new RegExp(spellings.map((spelling) => spelling.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'), 'gu');
}

/** Cuts each match in two behind its first character. */
function splitInside(text: string, pattern: RegExp | undefined): string[] {
  if (pattern === undefined) return [text];
  const pieces: string[] = [];
  let start = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const cut = match.index + 1;
    pieces.push(text.slice(start, cut));
    start = cut;
    pattern.lastIndex = cut;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Texts and matches in turn. */
function splitAround(text: string, pattern: RegExp | undefined): string[] {
  if (pattern === undefined) return [text];
  const pieces: string[] = [];
  let start = 0;
  for (const match of text.matchAll(pattern)) {
    pieces.push(text.slice(start, match.index), match[0]);
    start = match.index + match[0].length;
  }
  pieces.push(text.slice(start));
  return pieces.filter((piece) => piece !== '');
}
