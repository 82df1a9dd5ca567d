import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import type { Engine } from '../../engine/engine.ts';
import { createLockstepEngine } from '../../lockstep/create-lockstep-engine.ts';
import { findThinkingFormat } from '../../template/find-thinking-format.ts';
import { type Choice, type Circumstances, chooseSettings, type Settings } from './choose-settings.ts';
import { confirmExactness } from './confirm-exactness.ts';
import { type Library, openLibrary } from './library.ts';
import { LlamaDecoder } from './llama-decoder.ts';
import { gpuOf, type LlamaEngineOptions } from './llama-options.ts';
import { createLlamaTokenizer } from './llama-tokenizer.ts';
import { loadError } from './load-error.ts';
import { type Natives, nativesOf } from './natives-of.ts';
import { type Exactness, probeExactness } from './probe-exactness.ts';

/** An engine in this process, and what was chosen for it. */
export interface OpenedModel {
  readonly engine: Engine;
  readonly choices: readonly Choice[];
}

/** Loads a model into this process. */
export async function openModel(options: LlamaEngineOptions): Promise<OpenedModel> {
  const library = await openLibrary(gpuOf(options));
  library.complaints.length = 0;
  const model = await complaining(library, options.path, () =>
    library.llama.loadModel({
      modelPath: options.path,
      gpuLayers: library.llama.gpu === false ? 0 : (options.gpuLayers ?? 'auto'),
      defaultContextSwaFullCache: true,
    }),
  );
  try {
    return await openContext(library, model, options);
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

async function openContext(library: Library, model: LlamaModel, options: LlamaEngineOptions): Promise<OpenedModel> {
  const circumstances = await circumstancesOf(library, model, options);
  const { settings, choices } = chooseSettings(options, circumstances);
  const { slots, contextSize, threads, flashAttention, batchSize } = settings;
  const context = await complaining(library, options.path, () =>
    model.createContext({
      sequences: slots,
      contextSize,
      threads,
      flashAttention,
      batchSize: Math.max(batchSize, slots),
      // A window that slides cannot be rewound behind its edge.
      swaFullCache: true,
      failedCreationRemedy: false,
    }),
  );
  try {
    const natives = nativesOf(library.llama, model, context);
    const exactness = await exactnessOf(natives, settings);
    const found = confirmExactness(settings, choices, exactness, options.reproducible);
    const fewestRows = found.settings.reproducible ? exactness.fewestRows : 1;
    return { engine: engineOf(model, natives, context, found.settings, fewestRows, options), choices: found.choices };
  } catch (error) {
    await context.dispose();
    throw error;
  }
}

function engineOf(
  model: LlamaModel,
  natives: Natives,
  context: LlamaContext,
  settings: Settings,
  fewestRows: number,
  options: LlamaEngineOptions,
): Engine {
  const { slots, contextSize, batchSize, gpuLayers, prefixCache, reproducible } = settings;
  const { metadata } = model.fileInfo;
  const { ggml } = metadata.tokenizer;
  const vocabularySize = ggml.tokens.length;
  const name = options.name ?? basename(options.path).replace(/(-0*1-of-\d+)?\.gguf$/i, '');
  const chatTemplate = options.chatTemplate ?? metadata.tokenizer.chat_template;
  return createLockstepEngine({
    id: `llama:${name}`,
    model: {
      name,
      contextSize,
      chatTemplate,
      bosToken: model.tokens.bosString ?? undefined,
      eosToken: model.tokens.eosString ?? undefined,
      thinking: findThinkingFormat({ name, chatTemplate, thinking: options.thinking }),
      architecture: metadata.general.architecture,
      parameters: natives.parameters,
      vocabularySize,
    },
    tokenizer: createLlamaTokenizer({ model: natives.model, vocabularySize, kind: ggml.model }),
    decoder: new LlamaDecoder({
      context: natives.context,
      createSampler: natives.createSampler,
      vocabularySize,
      contextSize,
      slots,
      batchSize: Math.max(batchSize, slots),
      fewestRows,
      onGpu: gpuLayers > 0,
      forgets: natives.forgets,
      dispose: async () => {
        await context.dispose();
        await model.dispose();
      },
    }),
    abilities: { reproducible },
    prefillChunk: batchSize,
    prefixCache,
  });
}

/** Only where the settings allow for it is it worth trying. */
async function exactnessOf({ context, createSampler }: Natives, { reproducible, slots }: Settings): Promise<Exactness> {
  if (!reproducible) return { fewestRows: 1, besideOthers: false, howeverDivided: false };
  const sampler = createSampler();
  try {
    return await probeExactness(context, sampler, slots);
  } finally {
    sampler.dispose();
  }
}

async function circumstancesOf(
  { llama }: Library,
  model: LlamaModel,
  options: LlamaEngineOptions,
): Promise<Circumstances> {
  const { fileInsights, gpuLayers } = model;
  const onGpu = gpuLayers > 0;
  const flashAttention = fileInsights.flashAttentionSupported;
  const estimate = async (slots: number, contextSize: number): Promise<number> => {
    const needed = await fileInsights.estimateContextResourceRequirementsV2({
      contextSize,
      sequences: slots,
      modelGpuLayers: gpuLayers,
      batchSize: 128,
      flashAttention: options.flashAttention ?? flashAttention,
      swaFullCache: true,
    });
    return onGpu ? needed.gpuVram : needed.cpuRam;
  };
  // Caches grow evenly with their length, so that two points tell all the others.
  const [small, large] = [await estimate(1, 512), await estimate(1, 1024)];
  const perToken = (large - small) / 512;
  const fixed = Math.max(0, small - 512 * perToken);
  const memory = await (onGpu ? llama.getVramState() : undefined);
  return {
    modelBytes: fileInsights.modelSize,
    trainedContext: model.trainContextSize,
    gpuLayers,
    gpuLayersWanted: options.gpuLayers !== undefined,
    recurrent: fileInsights.isRecurrent,
    flashAttentionPossible: flashAttention,
    cores: Math.max(1, Math.min(llama.cpuMathCores, availableParallelism())),
    freeBytes: memory?.free ?? process.availableMemory(),
    cacheBytes: (slots, contextSize) => fixed + slots * contextSize * perToken,
  };
}

async function complaining<T>(library: Library, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // What llama.cpp writes comes from another thread, a little later.
    await new Promise((resolve) => setTimeout(resolve, 20));
    throw loadError(path, error, library.complaints);
  }
}
