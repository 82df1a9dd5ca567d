// The storage side of the Xet protocol with one xorb per file and chunks that are not compressed:
// https://huggingface.co/docs/xet/en/download-protocol, read as src/utils/XetBlob.ts of @huggingface/hub does.

const chunkBytes = 1000;
const headerBytes = 8;

/** The chunks of a file, each behind its header: version, stored length, compression (0: none), length. */
export function xorbOf(content: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < content.length; start += chunkBytes) {
    const chunk = content.subarray(start, start + chunkBytes);
    const length = [chunk.length & 255, (chunk.length >> 8) & 255, chunk.length >> 16];
    chunks.push(Uint8Array.from([0, ...length, 0, ...length]), chunk);
  }
  return Buffer.concat(chunks);
}

/** Which chunks of which xorb make up a range of a file. */
export function reconstruct(content: Uint8Array, hash: string, range: string | undefined, url: string): object {
  const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  const last = Math.ceil(Math.min(content.length, to === '' ? content.length : Number(to) + 1) / chunkBytes);
  const first = Math.floor(Number(from) / chunkBytes);
  const stored = (chunk: number): number => Math.min(chunk * chunkBytes, content.length) + chunk * headerBytes;
  const chunks = { start: first, end: last };
  const unpacked = Math.min(last * chunkBytes, content.length) - first * chunkBytes;
  return {
    offset_into_first_range: Number(from) - first * chunkBytes,
    terms: [{ hash, unpacked_length: unpacked, range: chunks }],
    xorbs: { [hash]: [{ url, ranges: [{ chunks, bytes: { start: stored(first), end: stored(last) - 1 } }] }] },
  };
}
