import { validate } from '../../core/validate.ts';
import type { Engine } from '../../engine/engine.ts';
import { checkModelFile } from './check-model-file.ts';
import type { Choice } from './choose-settings.ts';
import { type LlamaEngineOptions, llamaOptionsSchema } from './llama-options.ts';
import { openModel } from './open-model.ts';

/** An engine that also tells the settings it runs with. */
export interface LlamaEngine extends Engine {
  /** Every setting, what it came to, who decided it and why. */
  readonly choices: readonly Choice[];
}

export async function createLlamaEngine(options: LlamaEngineOptions): Promise<LlamaEngine> {
  validate(llamaOptionsSchema, options, 'options', 'E_OPTION_INVALID');
  await checkModelFile(options.path, memoryOfProcess());
  const { engine, choices } = await openModel(options);
  return Object.assign(engine, { choices });
}

import { totalmem } from 'node:os';

/** What the machine has, or the container allows. */
function memoryOfProcess(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}
