import { z } from 'zod';
import type { ThinkingFormat } from '../../core/thinking-format.ts';
import type { Gpu } from './library.ts';

export interface LlamaEngineOptions {
  /** The path of a GGUF file; the first one of a model that is split. */
  readonly path: string;
  /** How the model is called; default: as its file. The engine's id is `llama:NAME`. */
  readonly name?: string;
  /** Tokens of one sequence; default: 8,192, or what the model was made for, or what fits into memory. */
  readonly contextSize?: number;
  /** Sequences that can be open at the same time; default: 8, or what fits into memory. */
  readonly slots?: number;
  /** Threads that compute; default: 1 for tiny models, else the cores that help. */
  readonly threads?: number;
  /** Most tokens of a prompt that are read between two steps; an abort waits no longer than that. */
  readonly batchSize?: number;
  /** Which GPU to use; default: the best there is. */
  readonly gpu?: Gpu;
  /** Layers of the model that go to the GPU; default: as many as fit. */
  readonly gpuLayers?: number;
  /** Default: on a GPU, and on a CPU where one thread computes. */
  readonly flashAttention?: boolean;
  /** Whether a prompt may reuse what an earlier sequence left in a slot, default true. */
  readonly prefixCache?: boolean;
  /**
   * Same prompt, options and seed give the same tokens, alone or beside others. Default: where it costs nothing;
   * `engine.abilities.reproducible` says whether it holds. `true` gives up what stands against it.
   */
  readonly reproducible?: boolean;
  /** Run the model in a process of its own: if native code dies, calls fail with `E_ENGINE_CRASHED` and no more. */
  readonly isolate?: boolean;
  /**
   * Load a file that was not loaded before in a process of its own first, so that one that kills native code does not
   * kill this process; default true. With `isolate` there is no need.
   */
  readonly trial?: boolean;
  /** Chat template (Jinja) to use instead of the model's own. */
  readonly chatTemplate?: string;
  /** The name of a thinking format, or the fields in which the one that is found is wrong. */
  readonly thinking?: string | Partial<ThinkingFormat>;
}

/** A whole number between two; the words are what `validate` puts behind "must be". */
function wholeNumber(least: number, most: number): z.ZodType {
  const form = `must be a whole number from ${least} to ${most}`;
  return z.int(form).min(least, form).max(most, form).optional();
}

export const llamaOptionsSchema: z.ZodType = z.strictObject({
  path: z.string().min(1, 'must be the path of a .gguf file'),
  name: z.string().min(1, 'must be a text that is not empty').optional(),
  contextSize: wholeNumber(1, 2 ** 31 - 1),
  slots: wholeNumber(1, 256),
  threads: wholeNumber(1, 512),
  batchSize: wholeNumber(1, 65_536),
  gpu: z.union([z.enum(['auto', 'cuda', 'metal', 'vulkan']), z.literal(false)]).optional(),
  gpuLayers: wholeNumber(0, 65_536),
  flashAttention: z.boolean().optional(),
  prefixCache: z.boolean().optional(),
  reproducible: z.boolean().optional(),
  isolate: z.boolean().optional(),
  trial: z.boolean().optional(),
  chatTemplate: z.string().optional(),
  thinking: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
});

/** Which build of llama.cpp is meant: without layers on it a GPU would still take part in large products. */
export function gpuOf({ gpu = 'auto', gpuLayers }: LlamaEngineOptions): Gpu {
  return gpuLayers === 0 ? false : gpu;
}
