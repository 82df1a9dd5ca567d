import { open } from 'node:fs/promises';

/** A whole line of a file, without its line end. */
export interface ScannedLine {
  readonly text: string;
  /** Of its first byte in the file. */
  readonly offset: number;
  /** In bytes, with its line end. */
  readonly length: number;
}

const lineFeed = 0x0a;
const chunkBytes = 4 * 2 ** 20;

/**
 * The whole lines of a file from a place on, in batches: one step of an asynchronous loop for each of a million lines
 * would cost more than reading them. What stands behind the last line end is still being written, or was torn, and is
 * left out. A file that does not exist has no lines.
 */
export async function* scanLines(path: string, from = 0): AsyncGenerator<readonly ScannedLine[], void> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return;
  try {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    // Pieces of a line that is longer than a chunk.
    let pieces: Buffer[] = [];
    let offset = from;
    let position = from;
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunkBytes, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      const lines: ScannedLine[] = [];
      let start = 0;
      for (let end = chunk.indexOf(lineFeed); end >= 0 && end < bytesRead; end = chunk.indexOf(lineFeed, start)) {
        const text =
          pieces.length === 0
            ? chunk.toString('utf8', start, end)
            : Buffer.concat([...pieces, chunk.subarray(start, end)]).toString('utf8');
        const length = position - bytesRead + end + 1 - offset;
        lines.push({ text, offset, length });
        offset += length;
        pieces = [];
        start = end + 1;
      }
      if (start < bytesRead) pieces.push(Buffer.from(chunk.subarray(start, bytesRead)));
      if (lines.length > 0) yield lines;
    }
  } finally {
    await file.close();
  }
}
