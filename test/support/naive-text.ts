/** What may be shown of sampled tokens, told slowly and plainly: the reference for `TokenStream`. */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

export type Pieces = readonly Uint8Array[];

function joined(pieces: Pieces): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

export function textOf(pieces: Pieces): string {
  return decoder.decode(joined(pieces));
}

/** Number of pieces at the beginning that no later piece and no stop can change. */
export function certainPieces(pieces: Pieces, stops: readonly string[]): number {
  const bytes = joined(pieces);
  const limit = bytes.length - heldBack(bytes, stops);
  for (let count = pieces.length; count > 0; count -= 1) {
    const boundary = joined(pieces.slice(0, count)).length;
    if (boundary <= limit && isCharacterBoundary(bytes, boundary)) return count;
  }
  return 0;
}

/** The stop that is completed first, with the pieces before it and the text between them and the stop. */
export function firstStop(
  pieces: Pieces,
  stops: readonly string[],
): { stop: string; keep: number; leftOver: string } | undefined {
  const bytes = joined(pieces);
  for (let end = 1; end <= bytes.length; end += 1) {
    const found = stops
      .filter((stop) => endsWith(bytes.slice(0, end), encoder.encode(stop)))
      .sort((a, b) => encoder.encode(b).length - encoder.encode(a).length)[0];
    if (found === undefined) continue;
    const begin = end - encoder.encode(found).length;
    let keep = pieces.length - 1;
    const start = (count: number): number => joined(pieces.slice(0, count)).length;
    while (start(keep) > begin || (keep > 0 && !isCharacterBoundary(bytes, start(keep)))) keep -= 1;
    return { stop: found, keep, leftOver: decoder.decode(bytes.slice(start(keep), begin)) };
  }
  return undefined;
}

function heldBack(bytes: Uint8Array, stops: readonly string[]): number {
  let held = 0;
  for (const stop of stops) {
    const wanted = encoder.encode(stop);
    for (let length = 1; length < wanted.length; length += 1) {
      if (endsWith(bytes, wanted.slice(0, length))) held = Math.max(held, length);
    }
  }
  return held;
}

function endsWith(bytes: Uint8Array, tail: Uint8Array): boolean {
  return bytes.length >= tail.length && tail.every((byte, index) => bytes[bytes.length - tail.length + index] === byte);
}

/** Whether decoding both sides of a boundary on their own gives what decoding everything at once gives. */
function isCharacterBoundary(bytes: Uint8Array, boundary: number): boolean {
  const before = bytes.slice(0, boundary);
  const closed =
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(before, { stream: true }) === decoder.decode(before);
  if (closed || boundary === bytes.length) return closed;
  return decoder.decode(before) + decoder.decode(bytes.slice(boundary)) === decoder.decode(bytes);
}
