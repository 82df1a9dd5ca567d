import { totalmem } from 'node:os';
import { validate } from '../../core/validate.ts';
import type { Engine } from '../../engine/engine.ts';
import { checkModelFile } from './check-model-file.ts';
import type { Choice } from './choose-settings.ts';
import { openIsolated } from './isolation/isolated-engine.ts';
import { openLibrary } from './library.ts';
import { gpuOf, type LlamaEngineOptions, llamaOptionsSchema } from './llama-options.ts';
import { openModel } from './open-model.ts';
import { passTrial } from './trial.ts';

/** An engine that also tells the settings it runs with. */
export interface LlamaEngine extends Engine {
  /** Every setting, what it came to, who decided it and why. */
  readonly choices: readonly Choice[];
}

/**
 * An engine for any GGUF model, with llama.cpp as node-llama-cpp ships it. Needs Node.
 *
 * @throws E_PEER_MISSING, E_PEER_VERSION; E_MODEL_NOT_FOUND, E_NOT_A_MODEL, E_MODEL_CORRUPT, E_MODEL_UNSUPPORTED,
 * E_MEMORY; E_OPTION_INVALID, E_TEMPLATE_INVALID; E_ENGINE_CRASHED with `isolate`
 */
export async function createLlamaEngine(options: LlamaEngineOptions): Promise<LlamaEngine> {
  validate(llamaOptionsSchema, options, 'options', 'E_OPTION_INVALID');
  const { path, isolate = false, trial = true } = options;
  const file = await checkModelFile(path, memoryOfMachine());
  if (isolate) return openIsolated(options);
  const [library, passed] = await Promise.allSettled([
    openLibrary(gpuOf(options)),
    trial ? passTrial(file) : undefined,
  ]);
  // In this order: a trial fails too where the package is missing.
  if (library.status === 'rejected') throw library.reason;
  if (passed.status === 'rejected') throw passed.reason;
  const { engine, choices } = await openModel(options);
  return Object.assign(engine, { choices });
}

/** Bytes the machine has, or its container allows. */
function memoryOfMachine(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}
