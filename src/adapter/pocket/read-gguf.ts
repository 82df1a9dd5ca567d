import { gguf } from '@huggingface/gguf';
import { MullError } from '../../core/mull-error.ts';
import { GgufMetadata } from './gguf-metadata.ts';

/** A parsed GGUF file. Weights stay where they are: `bytes`. */
export interface GgufFile {
  readonly metadata: GgufMetadata;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
  readonly bytes: Uint8Array;
}

/** Where one tensor lies in the file. */
export interface GgufTensor {
  readonly name: string;
  /** As GGUF writes it, innermost first: a matrix is [inputs, outputs]. */
  readonly shape: readonly number[];
  /** The number of its type in ggml: 0 is F32, 1 is F16. */
  readonly type: number;
  /** From the start of the file, in bytes. */
  readonly offset: number;
}

const magic = [0x47, 0x47, 0x55, 0x46];
/** The smallest header: magic, version, two counts. */
const smallestHeader = 24;

/**
 * Reads the tables of a GGUF file that is in memory. Touches neither network nor disk.
 *
 * @throws E_NOT_A_MODEL, E_MODEL_CORRUPT, E_MODEL_UNSUPPORTED
 */
export async function readGguf(data: Uint8Array): Promise<GgufFile> {
  // A Buffer is a Uint8Array whose `slice` does not copy.
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.length === 0) throw corrupt('The model file is empty.');
  if (magic.some((byte, index) => bytes[index] !== byte)) {
    throw new MullError('E_NOT_A_MODEL', `The file does not begin with "GGUF" but with ${beginning(bytes)}.`, {
      hint: 'Give the bytes of a .gguf file.',
    });
  }
  if (bytes.length < smallestHeader) throw corrupt(`The model file ends after ${bytes.length} bytes, in its header.`);
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = header.getUint32(4, true);
  if (version !== 2 && version !== 3) {
    throw new MullError('E_MODEL_UNSUPPORTED', `The file is GGUF version ${version}.`, {
      hint: 'Convert it to GGUF version 2 or 3, little-endian.',
    });
  }
  const parsed = await parse(bytes);
  const end = parsed.tensorInfoByteRange[1];
  // The parser pads what it was given with zeros, so that a header cut short still parses.
  if (end > bytes.length) throw corrupt(`The model file ends after ${bytes.length} bytes, in its header.`);
  const tensors = new Map<string, GgufTensor>();
  for (const info of parsed.tensorInfos) {
    if (tensors.has(info.name)) throw corrupt(`The model file has two tensors named "${info.name}".`);
    tensors.set(info.name, {
      name: info.name,
      shape: info.shape.map(Number),
      type: info.dtype,
      offset: Number(parsed.tensorDataOffset) + Number(info.offset),
    });
  }
  return { metadata: new GgufMetadata(parsed.metadata as unknown as Record<string, unknown>), tensors, bytes };
}

async function parse(bytes: Uint8Array): ReturnType<typeof gguf> {
  try {
    // The parser wants an address and a way to fetch ranges of it; this one reads from memory.
    return await gguf('https://memory.invalid/model.gguf', { fetch: (_url, init) => rangeOf(bytes, init) });
  } catch (error) {
    if (MullError.isMullError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw corrupt(`The tables of the model file cannot be read: ${reason.replace(/\.$/, '')}.`, error);
  }
}

/** As much of a response as the parser looks at: in Node the real class takes longer to load than the model. */
async function rangeOf(bytes: Uint8Array, init: RequestInit | undefined): Promise<Response> {
  const headers = { ...init?.headers } as Readonly<Record<string, string>>;
  const range = /bytes=(\d+)-(\d+)/.exec(headers.Range ?? '');
  const [from, to] = [Number(range?.[1] ?? 0), Number(range?.[2] ?? 0) + 1];
  if (from >= bytes.length) throw corrupt(`The model file ends after ${bytes.length} bytes, in its header.`);
  const response = { headers: new Map<string, string>(), arrayBuffer: async () => bytes.slice(from, to).buffer };
  return response as unknown as Response;
}

function beginning(bytes: Uint8Array): string {
  return `bytes ${Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ')}`;
}

function corrupt(message: string, cause?: unknown): MullError {
  return new MullError('E_MODEL_CORRUPT', message, { hint: 'Fetch the file again and compare its checksum.', cause });
}
