/**
 * The alphabet of byte-level BPE: one printable character per byte, as GPT-2 chose them. Bytes that print stand for
 * themselves; the others follow from U+0100 on, in ascending order.
 */
export const byteAlphabet: readonly string[] = makeAlphabet();

function makeAlphabet(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const prints = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    if (prints) return String.fromCharCode(byte);
    next += 1;
    return String.fromCharCode(next - 1);
  });
}
