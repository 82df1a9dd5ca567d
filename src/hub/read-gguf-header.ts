// The layer hub needs Node: it reads files.
import { type FileHandle, open } from 'node:fs/promises';
import { MullError } from '../core/mull-error.ts';
import { quantisationOf } from './gguf-name.ts';
import { type GgufTables, parseGgufHeader } from './parse-gguf-header.ts';
import { tensorBytes } from './tensor-bytes.ts';

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
const firstRead = 2 ** 20;
/** Vocabularies of half a million tokens take a tenth of this. */
const longestHeader = 2 ** 28;
const defaultAlignment = 32;

/**
 * Reads the tables at the beginning of a .gguf file; the weights are not touched.
 *
 * @throws E_MODEL_NOT_FOUND, E_NOT_A_MODEL, E_MODEL_CORRUPT
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  const { GGMLFileQuantizationType, GGMLQuantizationType } = await import('@huggingface/gguf');
  const { tables, size } = await readTables(path);
  const { metadata, tensors } = tables;
  const alignment = numberIn(metadata, 'general.alignment') ?? defaultAlignment;
  const start = Math.ceil(tables.end / alignment) * alignment;
  const ends = tensors.map(
    ({ offset, weights, type }) => start + offset + tensorBytes(GGMLQuantizationType[type], weights),
  );
  const end = ends.reduce((last, next) => Math.max(last, next), tables.end);
  if (end > size) throw corrupt(path, `it ends after ${size} of ${end} bytes`);

  const architecture = textIn(metadata, 'general.architecture');
  const fileType = numberIn(metadata, 'general.file_type');
  return {
    architecture,
    // Where the two differ, as for Unsloth's UD-Q4_K_XL, the name says more.
    quantisation: quantisationOf(path) ?? (fileType === undefined ? undefined : GGMLFileQuantizationType[fileType]),
    parameters: tensors.reduce((sum, { weights }) => sum + weights, 0),
    contextSize: numberIn(metadata, `${architecture}.context_length`),
    chatTemplate: textIn(metadata, 'tokenizer.chat_template'),
    title: textIn(metadata, 'general.name'),
  };
}

async function readTables(path: string): Promise<{ tables: GgufTables; size: number }> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    const { size } = await handle.stat();
    if (size === 0) throw corrupt(path, 'it is empty');
    for (let length = firstRead; ; length *= 4) {
      const bytes = Buffer.alloc(Math.min(length, size));
      await handle.read(bytes, 0, bytes.length, 0);
      checkMagic(path, bytes);
      const tables = parsed(path, bytes);
      if (tables !== 'more') return { tables, size };
      if (length >= size) throw corrupt(path, `it ends after ${size} bytes, in its header`);
      if (length > longestHeader) throw corrupt(path, 'its header does not end');
    }
  } catch (error) {
    if (MullError.isMullError(error)) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new MullError('E_MODEL_NOT_FOUND', `${path} cannot be read (${code}).`, {
      hint: 'Check the path and its permissions.',
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}

function parsed(path: string, bytes: Uint8Array): GgufTables | 'more' {
  try {
    return parseGgufHeader(bytes);
  } catch (error) {
    throw corrupt(path, error instanceof Error ? error.message : String(error), error);
  }
}

function checkMagic(path: string, bytes: Buffer): void {
  if (bytes.toString('latin1', 0, magic.length) === magic) return;
  throw new MullError('E_NOT_A_MODEL', `${path} does not begin with "GGUF".`, {
    hint: 'Fetch the file again; a page of an error or a pointer of git LFS may have been saved in its place.',
  });
}

function textIn(metadata: GgufTables['metadata'], key: string): string | undefined {
  const value = metadata.get(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberIn(metadata: GgufTables['metadata'], key: string): number | undefined {
  const value = metadata.get(key);
  return typeof value === 'number' && value > 0 ? value : undefined;
}

function corrupt(path: string, how: string, cause?: unknown): MullError {
  return new MullError('E_MODEL_CORRUPT', `${path} is damaged: ${how}.`, {
    hint: 'Remove it with `mull models rm` and pull it again.',
    cause,
  });
}
