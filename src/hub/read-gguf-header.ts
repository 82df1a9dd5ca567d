// The layer hub needs Node: it reads files.
import { open } from 'node:fs/promises';
import { MullError } from '../core/mull-error.ts';
import { quantisationOf } from './gguf-name.ts';

/** What the header of a .gguf file tells of the model in it. */
export interface GgufHeader {
  /** `qwen2`, `llama`, ... */
  readonly architecture?: string;
  /** As the name of the file has it, else as its header does: `Q4_K_M`. */
  readonly quantisation?: string;
  /** Weights in this file. */
  readonly parameters: number;
  /** Tokens of context the model was made for. */
  readonly contextSize?: number;
  /** The model's own chat template (Jinja). */
  readonly chatTemplate?: string;
  /** The name its makers gave it. */
  readonly title?: string;
}

const magic = 'GGUF';

/**
 * Reads the tables at the beginning of a .gguf file; the weights are not touched.
 *
 * @throws E_MODEL_NOT_FOUND, E_NOT_A_MODEL, E_MODEL_CORRUPT
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  const size = await checkMagic(path);
  const { gguf, GGMLFileQuantizationType } = await import('@huggingface/gguf');
  const parsed = await gguf(path, { allowLocalFile: true, computeParametersCount: true }).catch((error: unknown) => {
    throw corrupt(path, error instanceof Error ? error.message : String(error), error);
  });
  const { tensorInfos, tensorDataOffset, tensorInfoByteRange, parameterCount } = parsed;
  const lastOffset = tensorInfos.map(({ offset }) => Number(offset)).reduce((a, b) => Math.max(a, b), 0);
  // The parser reads zeros behind the end of a file.
  const isCut =
    tensorInfoByteRange[1] > size || (tensorInfos.length > 0 && Number(tensorDataOffset) + lastOffset >= size);
  if (isCut) throw corrupt(path, `it ends after ${size} bytes, before its weights do`, undefined);

  const metadata = parsed.metadata as unknown as Readonly<Record<string, unknown>>;
  const architecture = text(metadata['general.architecture']);
  const fileType = metadata['general.file_type'];
  return {
    architecture,
    // Where the two differ, as for Unsloth's UD-Q4_K_XL, the name says more.
    quantisation:
      quantisationOf(path) ?? (typeof fileType === 'number' ? text(GGMLFileQuantizationType[fileType]) : undefined),
    parameters: parameterCount,
    contextSize: whole(metadata[`${architecture}.context_length`]),
    chatTemplate: text(metadata['tokenizer.chat_template']),
    title: text(metadata['general.name']),
  };
}

async function checkMagic(path: string): Promise<number> {
  const beginning = Buffer.alloc(magic.length);
  let size: number;
  try {
    const handle = await open(path);
    try {
      ({ size } = await handle.stat());
      await handle.read(beginning, 0, magic.length, 0);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new MullError('E_MODEL_NOT_FOUND', `${path} cannot be read (${code}).`, {
      hint: 'Check the path and its permissions.',
      cause: error,
    });
  }
  if (size === 0) throw corrupt(path, 'it is empty', undefined);
  if (beginning.toString('latin1') === magic) return size;
  throw new MullError('E_NOT_A_MODEL', `${path} does not begin with "GGUF".`, {
    hint: 'Fetch the file again; a page of an error or a pointer of git LFS may have been saved in its place.',
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function whole(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

function corrupt(path: string, how: string, cause: unknown): MullError {
  return new MullError('E_MODEL_CORRUPT', `${path} is damaged: ${how}.`, {
    hint: 'Remove it with `mull models rm` and pull it again.',
    cause,
  });
}
