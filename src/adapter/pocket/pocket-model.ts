import { instantiateKernels, type Kernels } from './instantiate-kernels.ts';
import { type MemoryPlan, planMemory } from './memory-plan.ts';
import { type ModelShape, modelShape } from './model-shape.ts';
import { placeWeights } from './place-weights.ts';
import type { GgufFile } from './read-gguf.ts';
import { reserve } from './reserve.ts';

/** A model in the memory of its kernels, ready to compute. */
export interface PocketModel {
  readonly shape: ModelShape;
  readonly plan: MemoryPlan;
  readonly kernels: Kernels;
}

/**
 * Checks the whole file first, then allocates: a file that cannot be run costs no memory.
 *
 * @throws E_MODEL_CORRUPT, E_MODEL_UNSUPPORTED, E_OPTION_INVALID, E_UNSUPPORTED where WebAssembly is missing
 */
export async function loadPocketModel(
  file: GgufFile,
  options: { readonly slots: number; readonly contextSize?: number },
): Promise<PocketModel> {
  const shape = modelShape(file.metadata);
  const plan = planMemory(shape, options);
  const place = placeWeights(file, shape, plan);
  const kernels = await instantiateKernels();
  reserve(kernels.memory, plan.end);
  const memory = new Float32Array(kernels.memory.buffer);
  place(memory);
  placeAngles(memory, shape, plan);
  return { shape, plan, kernels };
}

/** For every position the cosines, then the sines, of its rotation: angle = position * base^(-2 i / size). */
function placeAngles(memory: Float32Array, shape: ModelShape, plan: MemoryPlan): void {
  const half = shape.headSize / 2;
  const frequencies = Array.from({ length: half }, (_, i) => shape.ropeBase ** (-i / half));
  for (let position = 0; position < plan.contextSize; position += 1) {
    const row = plan.angles / 4 + position * shape.headSize;
    for (let i = 0; i < half; i += 1) {
      const angle = position * (frequencies[i] ?? 0);
      memory[row + i] = Math.cos(angle);
      memory[row + half + i] = Math.sin(angle);
    }
  }
}
