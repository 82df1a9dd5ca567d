import type { Engine } from '../engine/engine.ts';
import type { PullOptions } from '../hub/keep-files.ts';
import { pullModel } from '../hub/pull-model.ts';
import type { PulledModel } from '../hub/pulled-model.ts';
import { type ModelFileOptions, mostPocketBytes, openModelFile } from './open-model-file.ts';

/** Where and how a model is pulled, and who hears of it. */
export interface HubPull extends PullOptions {
  /** Called when the model is on this machine, before it is loaded. */
  readonly onPulled?: (model: PulledModel) => void;
}

/** Pulls a model of the Hub as far as it is not on this machine yet, and opens it. */
export async function openHubModel(name: string, pull: HubPull, options: ModelFileOptions): Promise<Engine> {
  const model = await pullRunnable(name, pull);
  pull.onPulled?.(model);
  return openModelFile(model.path, options);
}

/** Before gigabytes come, it is looked whether there is anything here to run them with. */
async function pullRunnable(name: string, { onPulled: _, ...pull }: HubPull): Promise<PulledModel> {
  const hindered = new AbortController();
  let looked = false;
  try {
    return await pullModel(name, {
      ...pull,
      signal: pull.signal ? AbortSignal.any([pull.signal, hindered.signal]) : hindered.signal,
      onProgress(progress) {
        if (!looked && progress.total > mostPocketBytes) {
          looked = true;
          requireLlama().catch((error: unknown) => hindered.abort(error));
        }
        pull.onProgress?.(progress);
      },
    });
  } catch (error) {
    throw hindered.signal.aborted ? hindered.signal.reason : error;
  }
}

async function requireLlama(): Promise<void> {
  const { loadPeer } = await import('./llama/load-peer.ts');
  await loadPeer();
}
