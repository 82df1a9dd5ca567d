import { z } from 'zod';
import { MullError } from '../../core/mull-error.ts';
import type { ThinkingFormat } from '../../core/thinking-format.ts';
import { validate } from '../../core/validate.ts';
import type { Engine } from '../../engine/engine.ts';
import { createLockstepEngine } from '../../lockstep/create-lockstep-engine.ts';
import { findThinkingFormat } from '../../template/find-thinking-format.ts';
import { createDecoder } from './create-decoder.ts';
import { createTokenizer } from './create-tokenizer.ts';
import type { GgufMetadata } from './gguf-metadata.ts';
import { loadPocketModel } from './pocket-model.ts';
import { type GgufFile, readGguf } from './read-gguf.ts';

export interface PocketEngineOptions {
  /** The bytes of a GGUF file: a tiny Qwen2 model with F32 or F16 weights. They may be dropped afterwards. */
  readonly model: Uint8Array | ArrayBuffer;
  /** How the model is called; default: as its file says. The engine's id is `pocket:NAME`. */
  readonly name?: string;
  /** Sequences that can be open at the same time, default 8. Memory for one is taken when it is first used. */
  readonly slots?: number;
  /** Tokens of one sequence; default: what the model was made for, as far as all slots fit into 512 MiB. */
  readonly contextSize?: number;
  /** Chat template (Jinja) to use instead of the model's own. */
  readonly chatTemplate?: string;
  /** The name of a thinking format, or the fields in which the one that is found is wrong. */
  readonly thinking?: string | Partial<ThinkingFormat>;
}

const notEmpty = 'must be a text that is not empty';
const slots = 'must be a whole number from 1 to 256';
const positive = 'must be a whole number of at least 1';
const schema = z.strictObject({
  name: z.string(notEmpty).min(1, notEmpty).optional(),
  slots: z.int(slots).min(1, slots).max(256, slots).optional(),
  contextSize: z.int(positive).min(1, positive).optional(),
  chatTemplate: z.string().optional(),
  thinking: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
});

/**
 * An engine for tiny Qwen2 models in WebAssembly: no native code, in Node and in browsers alike. The same prompt,
 * options and seed give the same tokens everywhere, alone or beside other sequences.
 *
 * @throws E_NOT_A_MODEL, E_MODEL_CORRUPT, E_MODEL_UNSUPPORTED, E_OPTION_INVALID, E_TEMPLATE_INVALID; E_UNSUPPORTED
 * where WebAssembly with SIMD is missing
 */
export async function createPocketEngine(options: PocketEngineOptions): Promise<Engine> {
  const { model, ...rest } = options;
  validate(schema, rest, 'options', 'E_OPTION_INVALID');
  const file = await readGguf(bytesOf(model));
  const { metadata } = file;
  const tokenizer = createTokenizer(metadata);
  const loaded = await loadPocketModel(file, { slots: options.slots ?? 8, contextSize: options.contextSize });
  const name = options.name ?? (metadata.optionalText('general.name') || 'unnamed');
  const chatTemplate = options.chatTemplate ?? metadata.optionalText('tokenizer.chat_template');
  return createLockstepEngine({
    id: `pocket:${name}`,
    model: {
      name,
      contextSize: loaded.plan.contextSize,
      chatTemplate,
      bosToken: tokenNamed(metadata, 'tokenizer.ggml.bos_token_id'),
      eosToken: tokenNamed(metadata, 'tokenizer.ggml.eos_token_id'),
      thinking: findThinkingFormat({ name, chatTemplate, thinking: options.thinking }),
      architecture: metadata.text('general.architecture'),
      parameters: parametersOf(file),
      vocabularySize: loaded.shape.vocabulary,
    },
    tokenizer,
    decoder: createDecoder(loaded),
  });
}

function bytesOf(model: unknown): Uint8Array {
  // By what it is, not by its class: bytes often come from another realm, such as a frame or a test environment.
  if (ArrayBuffer.isView(model)) return new Uint8Array(model.buffer, model.byteOffset, model.byteLength);
  if (Object.prototype.toString.call(model) === '[object ArrayBuffer]') return new Uint8Array(model as ArrayBuffer);
  const got =
    model === null ? 'null' : typeof model === 'object' ? (model.constructor?.name ?? 'object') : typeof model;
  throw new MullError('E_OPTION_INVALID', `options.model must be a Uint8Array or an ArrayBuffer, got ${got}.`, {
    hint: 'Read the .gguf file first: `new Uint8Array(await response.arrayBuffer())`, or readFile in Node.',
  });
}

function tokenNamed(metadata: GgufMetadata, key: string): string | undefined {
  const id = metadata.optionalCount(key, 0);
  return id === undefined ? undefined : metadata.texts('tokenizer.ggml.tokens')[id];
}

function parametersOf(file: GgufFile): number {
  const sizes = [...file.tensors.values()].map(({ shape }) => shape.reduce((product, length) => product * length, 1));
  return sizes.reduce((sum, size) => sum + size, 0);
}
