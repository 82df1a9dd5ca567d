/** llama.cpp's `llama_vocab_type`, as far as it changes how a vocabulary spells its tokens. */
const byteLevel = 2;
/** llama.cpp's `llama_token_attr`. */
const attributes = { unknown: 1, control: 8, userDefined: 16, byte: 32 } as const;
/** How SentencePiece writes a space. */
const spaceMark = /\u2581/g;

/** A token as the vocabulary of a model has it. */
export interface VocabularyEntry {
  readonly spelling: string;
  readonly attributes: number;
}

export function isAdded(entry: VocabularyEntry): boolean {
  return (entry.attributes & (attributes.unknown | attributes.control | attributes.userDefined)) !== 0;
}

export function isUserDefined(entry: VocabularyEntry): boolean {
  return (entry.attributes & attributes.userDefined) !== 0;
}

/**
 * The bytes a token stands for, as llama.cpp's `token_to_piece` gives them. (What node-llama-cpp gives is a text, in
 * which the bytes of a character that spans tokens are lost.)
 *
 * @param byteAlphabet - whether ordinary tokens are spelt in GPT-2's alphabet of bytes
 */
export function tokenBytes(entry: VocabularyEntry, vocabularyType: number, byteAlphabet: boolean): Uint8Array {
  const { spelling } = entry;
  if (isAdded(entry)) return utf8.encode(spelling);
  if ((entry.attributes & attributes.byte) !== 0) {
    const value = /^<0x([0-9a-f]{2})>$/i.exec(spelling)?.[1];
    if (value !== undefined) return Uint8Array.of(Number.parseInt(value, 16));
  }
  if (vocabularyType === byteLevel && byteAlphabet) {
    const bytes = Array.from(spelling, (letter) => byteOf.get(letter));
    if (bytes.every((byte) => byte !== undefined)) return Uint8Array.from(bytes);
    return utf8.encode(spelling);
  }
  return utf8.encode(spelling.replace(spaceMark, ' '));
}

const utf8 = new TextEncoder();

/**
 * GPT-2's alphabet: bytes that print stand for themselves, the others follow from U+0100 on in ascending order.
 */
const byteOf: ReadonlyMap<string, number> = alphabet();

function alphabet(): Map<string, number> {
  let next = 0x100;
  return new Map(
    Array.from({ length: 256 }, (_, byte) => {
      const prints = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
      if (prints) return [String.fromCharCode(byte), byte];
      next += 1;
      return [String.fromCharCode(next - 1), byte];
    }),
  );
}
