import { Tokenizer as ByteLevelBpe } from '@huggingface/tokenizers';
import { MullError } from '../../core/mull-error.ts';
import type { Tokenizer } from '../../lockstep/tokenizer.ts';
import { turnEndNames } from '../../template/turn-end-names.ts';
import { byteAlphabet } from './byte-alphabet.ts';
import type { GgufMetadata } from './gguf-metadata.ts';
import { type AddedToken, splitAtTokens } from './split-at-tokens.ts';

/** Token types of GGUF, as far as they change how text is read. */
const unknownType = 2;
const controlType = 3;
const userDefinedType = 4;

/** How Qwen2 splits text into words before merging: contractions, words, single digits, punctuation, white space. */
const words =
  "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}" +
  '| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
/** Values of `tokenizer.ggml.pre` that mean this. */
const qwenSplits: ReadonlySet<string> = new Set(['qwen2', 'deepseek-r1-qwen', 'megrez']);

/**
 * The tokenizer written in a GGUF file. Gives the ids llama.cpp gives: user-defined tokens are matched always, control
 * tokens where asked for; no normalisation; no token is added.
 *
 * @throws E_MODEL_UNSUPPORTED for other tokenizers than byte-level BPE as in Qwen2, E_MODEL_CORRUPT
 */
export function createTokenizer(metadata: GgufMetadata): Tokenizer {
  const vocabulary = readVocabulary(metadata);
  const model = byteLevelBpe(vocabulary);
  const plainTokens = vocabulary.added.filter(({ id }) => !vocabulary.control.has(id));
  const alphabet = new Map(byteAlphabet.map((letter, byte) => [letter, byte]));
  const special = new Set(vocabulary.added.map(({ id }) => id));
  const encoder = new TextEncoder();
  return {
    encode(text, control) {
      // Half a surrogate pair has no UTF-8; it becomes U+FFFD like everywhere on the web.
      const wellFormed = text.replace(/\p{Surrogate}/gu, '\uFFFD');
      return splitAtTokens(wellFormed, control ? vocabulary.added : plainTokens).flatMap((piece) =>
        typeof piece === 'number' ? [piece] : model.encode(piece, { add_special_tokens: false }).ids,
      );
    },
    bytes(token) {
      const text = vocabulary.texts[token];
      if (text === undefined) return new Uint8Array(0);
      const bytes = special.has(token) ? undefined : Array.from(text, (letter) => alphabet.get(letter));
      return bytes?.every((byte) => byte !== undefined) ? Uint8Array.from(bytes) : encoder.encode(text);
    },
    turnEnds: vocabulary.turnEnds,
  };
}

interface Vocabulary {
  readonly texts: readonly string[];
  readonly merges: readonly (readonly [string, string])[];
  /** Control and user-defined tokens, longest first. */
  readonly added: readonly AddedToken[];
  readonly control: ReadonlySet<number>;
  readonly turnEnds: ReadonlySet<number>;
}

function readVocabulary(metadata: GgufMetadata): Vocabulary {
  const model = metadata.text('tokenizer.ggml.model');
  if (model !== 'gpt2') throw unsupported(`the tokenizer model "${model}"`);
  const split = metadata.text('tokenizer.ggml.pre');
  if (!qwenSplits.has(split)) throw unsupported(`the word splitting "${split}" of the tokenizer`);
  const texts = metadata.texts('tokenizer.ggml.tokens');
  const types = metadata.numbers('tokenizer.ggml.token_type');
  if (types.length !== texts.length) {
    throw corrupt(`The model file has ${texts.length} tokens but ${types.length} token types.`);
  }
  const known = new Set(texts);
  if (known.size !== texts.length) {
    const twice = texts.find((text, index) => texts.indexOf(text) !== index);
    throw corrupt(`The model file has the token ${JSON.stringify(twice)} twice.`);
  }
  const missing = byteAlphabet.findIndex((letter) => !known.has(letter));
  if (missing >= 0) throw unsupported(`a vocabulary without a token for the byte ${missing}`);
  const turnEnds = new Set(texts.flatMap((text, id) => (turnEndNames.has(text) ? [id] : [])));
  for (const key of ['tokenizer.ggml.eos_token_id', 'tokenizer.ggml.eot_token_id', 'tokenizer.ggml.eom_token_id']) {
    const id = metadata.optionalCount(key, 0);
    if (id === undefined) continue;
    if (id >= texts.length) throw corrupt(`"${key}" is ${id}, but the model has ${texts.length} tokens.`);
    turnEnds.add(id);
  }
  const encoder = new TextEncoder();
  const added = texts
    .map((text, id) => ({ text, id, type: types[id], length: encoder.encode(text).length }))
    .filter(({ text, type }) => type === controlType || type === userDefinedType || type === unknownType || isEnd(text))
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length);
  const control = added.filter(({ text, type }) => type !== userDefinedType || isEnd(text)).map(({ id }) => id);
  return { texts, merges: readMerges(metadata, known), added, control: new Set(control), turnEnds };
}

function isEnd(text: string): boolean {
  return turnEndNames.has(text);
}

function readMerges(metadata: GgufMetadata, known: ReadonlySet<string>): (readonly [string, string])[] {
  return metadata.texts('tokenizer.ggml.merges').map((merge) => {
    const space = merge.indexOf(' ', 1);
    const [left, right] = [merge.slice(0, space), merge.slice(space + 1)];
    if (space < 0 || !known.has(left + right)) {
      throw corrupt(`The merge ${JSON.stringify(merge)} of the model file does not give a token.`);
    }
    return [left, right];
  });
}

/** The library's tokenizer, from the same structure that a tokenizer.json holds. */
function byteLevelBpe({ texts, merges }: Vocabulary): ByteLevelBpe {
  // Without a prototype: a token may be called "__proto__".
  const vocab: Record<string, number> = Object.create(null);
  texts.forEach((text, id) => {
    vocab[text] = id;
  });
  const splitter = { type: 'Split', pattern: { Regex: words }, behavior: 'Isolated', invert: false };
  const bytes = { type: 'ByteLevel', add_prefix_space: false, use_regex: false };
  return new ByteLevelBpe(
    {
      model: { type: 'BPE', vocab, merges, unk_token: null },
      pre_tokenizer: { type: 'Sequence', pretokenizers: [splitter, bytes] },
      normalizer: null,
      post_processor: null,
      decoder: null,
      added_tokens: [],
    },
    {},
  );
}

function unsupported(what: string): MullError {
  return new MullError('E_MODEL_UNSUPPORTED', `The pocket engine does not support ${what}.`, {
    hint: 'It reads byte-level BPE vocabularies as Qwen2 has them; this file needs another engine.',
  });
}

function corrupt(message: string): MullError {
  return new MullError('E_MODEL_CORRUPT', message, { hint: 'Fetch the file again, or convert the model again.' });
}
