import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openLibrary } from '../../adapter/llama/library.ts';
import { MullError } from '../../core/mull-error.ts';
import type { FileFacts, GpuFacts } from '../../doctor/facts.ts';
import type { Engine } from '../../engine/engine.ts';
import { bundledModels } from '../../hub/bundled-models.ts';
import { findCachedModel } from '../../hub/find-cached-model.ts';
import { parseHubSpec } from '../../hub/parse-hub-spec.ts';
import { readGgufHeader } from '../../hub/read-gguf-header.ts';
import type { Host } from '../host.ts';
import { hubOptions } from '../hub-options.ts';

/** The model file behind an engine; undefined for servers, and where there is none to read. */
export async function gatherFile(engine: string, host: Host): Promise<FileFacts | undefined> {
  try {
    const path = await pathOf(engine, host);
    if (path === undefined) return undefined;
    const [{ size: bytes }, header] = await Promise.all([stat(path), readGgufHeader(path)]);
    const { architecture, quantisation, parameters, contextSize } = header;
    return { path, bytes, architecture, quantisation, parameters, contextSize };
  } catch {
    // Opening it will say what is wrong, and better.
    return undefined;
  }
}

async function pathOf(engine: string, host: Host): Promise<string | undefined> {
  if (/^https?:/i.test(engine)) return undefined;
  if (!/^hf:/i.test(engine)) {
    const bundled = bundledModels().find(({ name }) => name === engine);
    return bundled?.path ?? resolve(host.workingDirectory(), engine);
  }
  return (await findCachedModel(parseHubSpec(engine), await hubOptions(host)))?.path;
}

/** What llama.cpp computes with; undefined where another engine runs. */
export async function gatherGpu(engine: Engine, wantsGpu: boolean): Promise<GpuFacts | undefined> {
  if (!engine.id.startsWith('llama:')) return undefined;
  try {
    const { llama } = await openLibrary(wantsGpu ? 'auto' : false);
    if (llama.gpu === false) return { kind: false, names: [] };
    const [names, { free, total }] = await Promise.all([llama.getGpuDeviceNames(), llama.getVramState()]);
    return { kind: llama.gpu, names, memory: { free, total } };
  } catch (error) {
    if (MullError.isMullError(error)) return undefined;
    throw error;
  }
}
