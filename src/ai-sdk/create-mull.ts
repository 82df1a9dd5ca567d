import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { OpenEngineOptions } from '../adapter/open-engine.ts';
import type { Budget } from '../core/budget.ts';
import { MullError } from '../core/mull-error.ts';
import type { Engine } from '../engine/engine.ts';
import { MullModel } from './mull-model.ts';

/** What is said of one model. */
export interface MullSettings extends OpenEngineOptions {
  /** For every call that says nothing else. */
  readonly budget?: Budget;
  /** Send the thinking of earlier assistant turns again. Default false. */
  readonly keepThinking?: boolean;
}

export interface CreateMullOptions {
  /** The one engine behind all models of this provider. Without it, the id of a model says which engine to open. */
  readonly engine?: Engine;
  /** For models that say nothing else. */
  readonly budget?: Budget;
}

/** Makes models for the AI SDK. */
export interface MullProvider {
  /**
   * @param modelId - `pebble`, the path of a GGUF file, `hf:owner/repo`, or the URL of a server; with `engine`, the name of
   * its model, or nothing
   */
  (modelId?: string, settings?: MullSettings): LanguageModelV4;
  readonly specificationVersion: 'v4';
  languageModel(modelId: string): LanguageModelV4;
  /** @throws E_UNSUPPORTED: mull is about thinking */
  embeddingModel(modelId: string): never;
  /** @throws E_UNSUPPORTED: mull is about thinking */
  imageModel(modelId: string): never;
  /** Closes the engines that this provider opened. */
  close(): Promise<void>;
}

/**
 * A provider for the AI SDK. Engines are opened by the first call that needs them, once, and stay open until `close()`.
 *
 * @throws (when a model is called) E_MODEL_UNKNOWN for a name that the given engine does not have, what opening an engine
 * throws, and what `think()` throws
 */
export function createMull({ engine: given, budget: usual }: CreateMullOptions = {}): MullProvider {
  const opened = new Map<string, Promise<Engine>>();

  function open(modelId: string, options: OpenEngineOptions): Promise<Engine> {
    if (given !== undefined) return Promise.resolve(checked(given, modelId));
    const key = JSON.stringify([modelId, options]);
    const known = opened.get(key);
    if (known !== undefined) return known;
    const opening = openByName(modelId, options);
    opened.set(key, opening);
    // What failed is tried again by the next call.
    opening.catch(() => opened.delete(key));
    return opening;
  }

  function make(modelId = given?.model.name ?? 'pebble', settings: MullSettings = {}): LanguageModelV4 {
    const { budget = usual, keepThinking, ...options } = settings;
    return new MullModel({
      modelId,
      ...(budget === undefined ? {} : { budget }),
      ...(keepThinking === undefined ? {} : { keepThinking }),
      engine: () => open(modelId, options),
    });
  }

  return Object.assign(make, {
    specificationVersion: 'v4' as const,
    languageModel: (modelId: string) => make(modelId),
    embeddingModel: (modelId: string) => refuse('embeddings', modelId),
    imageModel: (modelId: string) => refuse('images', modelId),
    close: async () => {
      const engines = await Promise.allSettled(opened.values());
      opened.clear();
      await Promise.all(engines.map((engine) => (engine.status === 'fulfilled' ? engine.value.close() : undefined)));
    },
  });
}

/** Opening by name needs Node; a provider with an engine of its own runs anywhere, so this is loaded when needed. */
async function openByName(modelId: string, options: OpenEngineOptions): Promise<Engine> {
  const { openEngine } = await import('../adapter/open-engine.ts');
  return openEngine(modelId, options);
}

function checked(engine: Engine, modelId: string): Engine {
  if (modelId === engine.model.name || modelId === engine.id) return engine;
  throw new MullError('E_MODEL_UNKNOWN', `The engine of this provider has no model "${modelId}".`, {
    hint: `Call it "${engine.model.name}", or leave the name out.`,
  });
}

function refuse(what: string, modelId: string): never {
  throw new MullError('E_UNSUPPORTED', `mull has no models for ${what}, so none called "${modelId}".`, {
    hint: 'Use another provider for it.',
  });
}
