import type { Engine } from '../../engine/engine.ts';
import type { Prompt } from '../../engine/prompt.ts';
import { registerAborting } from './aborting.ts';
import { registerContinuing } from './continuing.ts';
import { ContractContext } from './contract-context.ts';
import { registerHostileTexts } from './hostile-texts.ts';
import { registerLifeCycle } from './life-cycle.ts';
import { registerLimits } from './limits.ts';
import { registerPlaces } from './places.ts';
import { registerProbabilities } from './probabilities.ts';
import { registerSlots } from './slots.ts';
import { registerStops } from './stops.ts';
import type { TestKit } from './test-kit.ts';

export interface EngineContractOptions {
  /** How the engine is called in the names of the tests. */
  readonly name: string;
  /** The functions of your test runner: `import { afterAll, describe, expect, test } from 'vitest'`. */
  readonly kit: TestKit;
  /** Opens an engine; the suite closes it. Called several times, one after another or at once. */
  readonly open: () => Promise<Engine>;
  /** After this the model must write 24 tokens or more, with 20 different characters or more, when greedy. */
  readonly prompt: Prompt;
  /** A text of several tokens that may be appended. */
  readonly text?: string;
  /** Control strings of the model that are one token each. */
  readonly controls?: readonly string[];
  /**
   * Whether only the tokens so far decide what comes next, as with every real model; false for a scripted one, which
   * also knows who wrote them. Default true.
   */
  readonly historyDecides?: boolean;
  /** By how much two ways to the same log-probability may differ, default 1e-4. */
  readonly tolerance?: number;
}

/**
 * The one suite for every engine. What an engine cannot do according to its abilities, it must refuse with a code.
 *
 * Opens an engine first to learn its abilities, so await it at the top of a test file.
 */
export async function engineContract(options: EngineContractOptions): Promise<void> {
  const engine = await options.open();
  const context = new ContractContext(options, engine);
  options.kit.describe(`${options.name} keeps the engine contract`, () => {
    registerContinuing(context);
    registerStops(context);
    registerPlaces(context);
    registerSlots(context);
    registerAborting(context);
    registerLimits(context);
    registerProbabilities(context);
    registerHostileTexts(context);
    registerLifeCycle(context);
    options.kit.afterAll(() => engine.close());
  });
}
