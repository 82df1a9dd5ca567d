import type { OpenEngineOptions } from '../adapter/open-engine.ts';
import { type EngineFlags, engineOptions } from './engine-options.ts';
import type { Host } from './host.ts';
import { hubOptions } from './hub-options.ts';
import type { PullPrinter } from './pull-printer.ts';
import { readText } from './read-text.ts';

/** Of any flags those that say which engine and how it is opened. */
export function engineFlags(flags: EngineFlags): EngineFlags {
  const names = new Set<string>(engineOptions.map(({ name }) => name));
  return Object.fromEntries(Object.entries(flags).filter(([name]) => names.has(name))) as EngineFlags;
}

export const defaultEngine = 'pebble';

/** Whether an engine is a server. */
export function isServer(engine: string): boolean {
  return /^https?:/i.test(engine);
}

/**
 * How an engine is opened, from flags and environment.
 *
 * @param printer - tells how far a pull from the Hub is
 */
export async function engineSettings(
  flags: EngineFlags,
  host: Host,
  { printer, signal }: { readonly printer: PullPrinter; readonly signal: AbortSignal },
): Promise<OpenEngineOptions> {
  const {
    engine = defaultEngine,
    model,
    api,
    way,
    facts,
    insecure,
    thinking,
    context: contextSize,
    threads,
    isolate,
  } = flags;
  const gpuLayers = flags['gpu-layers'];
  // The key in the environment is for servers; that a model needs none is no mistake.
  const apiKey = flags['api-key'] ?? (isServer(engine) ? host.environment.MULL_API_KEY || undefined : undefined);
  const hub = /^hf:/i.test(engine) ? { ...(await hubOptions(host)), onProgress: printer.onProgress } : undefined;
  const ca = flags.ca === undefined ? undefined : await readText(flags.ca, '--ca', host);
  const settings = {
    model,
    apiKey,
    api,
    way,
    facts,
    ca,
    insecure,
    thinking,
    contextSize,
    threads,
    gpuLayers,
    isolate,
    hub,
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { ...(Object.fromEntries(given) as OpenEngineOptions), signal };
}
