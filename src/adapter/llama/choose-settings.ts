import { MullError } from '../../core/mull-error.ts';
import { chooseExactness, tile } from './choose-exactness.ts';
import { chooseSize } from './choose-size.ts';
import { shownBytes } from './shown-bytes.ts';

/** A setting of the engine, what it came to and why; for `mull doctor`. */
export interface Choice {
  readonly name: keyof Settings;
  readonly value: number | boolean;
  readonly by: 'user' | 'mull';
  readonly why: string;
}

export interface Settings {
  readonly threads: number;
  readonly gpuLayers: number;
  readonly slots: number;
  readonly contextSize: number;
  readonly flashAttention: boolean;
  /** Most tokens of a prompt that are read between two steps. */
  readonly batchSize: number;
  readonly prefixCache: boolean;
  readonly reproducible: boolean;
}

/** What the user asked for. */
export type WantedSettings = { readonly [Name in Exclude<keyof Settings, 'gpuLayers'>]?: Settings[Name] };

export interface Circumstances {
  readonly modelBytes: number;
  readonly trainedContext: number;
  /** Layers that went to the GPU; 0 without one. */
  readonly gpuLayers: number;
  readonly gpuLayersWanted: boolean;
  /** The model has a state instead of a cache of tokens, or beside it. */
  readonly recurrent: boolean;
  /** The architecture allows flash attention. */
  readonly flashAttentionPossible: boolean;
  /** Cores that are useful for arithmetic. */
  readonly cores: number;
  /** Bytes that can still be had: of the GPU where layers are on it, else of the machine. */
  readonly freeBytes: number;
  /** Bytes that the caches of `slots` sequences of `contextSize` tokens take, with everything around them. */
  readonly cacheBytes: (slots: number, contextSize: number) => number;
}

/** Models below this size are so small that a second thread waits more than it works. */
const tinyBytes = 32 * 2 ** 20;
/** Part of the free memory that caches may take when the user sets their size. */
const mostShare = 0.9;

/**
 * The settings an engine runs with: the user's where given, else the best known for this model on this machine.
 *
 * @throws E_OPTION_INVALID, E_MEMORY
 */
export function chooseSettings(
  wanted: WantedSettings,
  circumstances: Circumstances,
): { readonly settings: Settings; readonly choices: readonly Choice[] } {
  const choices: Choice[] = [];
  const take: Take = (name, asked, value, why) => {
    choices.push(
      asked === undefined ? { name, value, by: 'mull', why } : { name, value: asked, by: 'user', why: 'as asked for' },
    );
    return asked ?? value;
  };
  const { cores, modelBytes, gpuLayers, freeBytes } = circumstances;
  const onGpu = gpuLayers > 0;
  take(
    'gpuLayers',
    circumstances.gpuLayersWanted ? gpuLayers : undefined,
    gpuLayers,
    onGpu ? 'as many as fit' : 'no GPU is used',
  );
  const tiny = modelBytes < tinyBytes;
  const threads = take('threads', wanted.threads, tiny ? 1 : cores, tiny ? 'the model is tiny' : 'all cores that help');
  const exact = chooseExactness(wanted, circumstances, threads, take);
  const size = chooseSize(wanted, circumstances);
  take('slots', wanted.slots, size.slots, size.why);
  take('contextSize', wanted.contextSize, size.contextSize, size.why);
  const [most, why] = onGpu
    ? [512, 'a GPU likes large batches']
    : exact.flashAttention
      ? [tile - 1, 'the result does not depend on how a prompt is divided']
      : [128, 'an abort is heard within a batch'];
  const batchSize = take('batchSize', wanted.batchSize, most, why);
  const needed = circumstances.cacheBytes(size.slots, size.contextSize);
  if (needed > freeBytes * mostShare) {
    throw new MullError(
      'E_MEMORY',
      `${size.slots} slots of ${size.contextSize} tokens need ${shownBytes(needed)}; ${shownBytes(freeBytes)} are free.`,
      { hint: 'Lower `slots` or `contextSize`, or use a smaller model.' },
    );
  }
  const { slots, contextSize } = size;
  return { settings: { threads, gpuLayers, slots, contextSize, batchSize, ...exact }, choices };
}

/** Takes what was asked for, else the value for the reason, and notes it. */
export type Take = <Value extends number | boolean>(
  name: keyof Settings,
  asked: Value | undefined,
  value: Value,
  why: string,
) => Value;
