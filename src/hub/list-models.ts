// The layer hub needs Node: it looks for files.
import { basename } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import { bundledModels } from './bundled-models.ts';
import { cachedModels } from './cached-models.ts';
import { fileSize } from './file-size.ts';
import { formatHubSpec } from './format-hub-spec.ts';
import { hubCacheDir } from './hub-settings.ts';
import { type GgufHeader, readGgufHeader } from './read-gguf-header.ts';

/** A model on this machine, as `mull models` lists it. */
export interface ListedModel {
  /** What to give as `--engine`. */
  readonly name: string;
  readonly from: 'bundled' | 'cache';
  /** The file to open; of a split model the first part. */
  readonly path: string;
  readonly paths: readonly string[];
  readonly bytes: number;
  readonly architecture?: string;
  readonly quantisation?: string;
  readonly parameters?: number;
  /** Tokens of context the model was made for. */
  readonly contextSize?: number;
  readonly hasTemplate: boolean;
  /** The name of its thinking format, as the given function says. */
  readonly thinking?: string;
  /** Why it cannot be run as it is. */
  readonly problem?: string;
}

/** What to list. */
export interface ListOptions {
  readonly cacheDir?: string;
  /**
   * Names the thinking format of a model. The layer of templates knows it, which this layer must not import.
   */
  readonly thinkingOf?: (model: { readonly name: string; readonly chatTemplate?: string }) => string | undefined;
}

/**
 * The models on this machine: the bundled ones, then those in the cache by repository and file, whichever tool pulled
 * them. Reads the headers of the files and nothing from the network; a damaged file is listed with what is wrong.
 */
export async function listModels(options: ListOptions = {}): Promise<readonly ListedModel[]> {
  const listed: ListedModel[] = [];
  for (const { name, path } of bundledModels()) {
    listed.push(await described({ name, from: 'bundled', path, paths: [path] }, 0, options));
  }
  const seen = new Set<string>();
  for (const { spec, paths, missing, content } of await cachedModels(hubCacheDir(options))) {
    if (seen.has(content)) continue;
    seen.add(content);
    const [path = ''] = paths;
    listed.push(await described({ name: formatHubSpec(spec), from: 'cache', path, paths }, missing, options));
  }
  return listed;
}

type Place = Pick<ListedModel, 'name' | 'from' | 'path' | 'paths'>;

async function described(place: Place, missing: number, options: ListOptions): Promise<ListedModel> {
  const bytes = await bytesOf(place.paths);
  if (missing > 0) {
    const problem = `${missing} of its files ${missing === 1 ? 'is' : 'are'} missing; pull it again`;
    return { ...place, bytes, hasTemplate: false, problem };
  }
  let listed: ListedModel = { ...place, bytes, hasTemplate: false };
  try {
    const headers: GgufHeader[] = [];
    for (const path of place.paths) headers.push(await readGgufHeader(path));
    const [{ architecture, quantisation, contextSize, chatTemplate } = {} as GgufHeader] = headers;
    const parameters = headers.reduce((sum, header) => sum + header.parameters, 0);
    const hasTemplate = chatTemplate !== undefined;
    listed = { ...listed, architecture, quantisation, parameters, contextSize, hasTemplate };
    const name = basename(place.path).replace(/\.gguf$/i, '');
    return { ...listed, thinking: options.thinkingOf?.({ name, chatTemplate }) };
  } catch (error) {
    if (!MullError.isMullError(error)) throw error;
    return { ...listed, problem: error.message };
  }
}

async function bytesOf(paths: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const path of paths) bytes += await fileSize(path);
  return bytes;
}
