import { MullError } from '../core/mull-error.ts';
import type { Engine } from '../engine/engine.ts';
import { warningLines } from '../report/receipt-lines.ts';
import type { EngineFlags } from './engine-options.ts';
import { defaultEngine, engineSettings } from './engine-settings.ts';
import type { Host } from './host.ts';
import { pullPrinter } from './pull-printer.ts';
import { terminalStyle } from './terminal-style.ts';

/**
 * Opens the engine that was asked for, works with it, and closes it whatever happens.
 *
 * @param options.slots - sequences that can be open at the same time; default: the engine's own
 */
export async function withEngine<Value>(
  flags: EngineFlags,
  host: Host,
  signal: AbortSignal,
  work: (engine: Engine) => Promise<Value>,
  { slots }: { readonly slots?: number | undefined } = {},
): Promise<Value> {
  const engine = await openEngineOf(flags, host, signal, { slots });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** Opens the engine that was asked for; who opens it closes it. */
export async function openEngineOf(
  flags: EngineFlags,
  host: Host,
  signal: AbortSignal,
  { slots }: { readonly slots?: number | undefined } = {},
): Promise<Engine> {
  const printer = pullPrinter(host);
  const { hub, ...common } = await engineSettings(flags, host, { printer, signal });
  const settings = slots === undefined ? common : { ...common, slots };
  const notices: { readonly code: string; readonly message: string }[] = [];
  const onPulled: NonNullable<typeof hub>['onPulled'] = ({ notAsked }) => {
    if (notAsked) {
      notices.push({ code: notAsked.code, message: `The copy in the cache is used: ${notAsked.message}` });
    }
  };
  try {
    return await host.openEngine(
      flags.engine ?? defaultEngine,
      hub ? { ...settings, hub: { ...hub, onPulled } } : settings,
    );
  } catch (error) {
    throw MullError.isMullError(error) ? inFlags(error) : error;
  } finally {
    await printer.close();
    const style = terminalStyle(host, host.errorOutput);
    for (const notice of notices) await host.errorOutput.write(`${warningLines(notice, style).join('\n')}\n`);
  }
}

/** How the options that errors of engines speak of are written on the command line. */
const flagOf: Readonly<Record<string, string>> = {
  contextSize: '--context',
  threads: '--threads',
  gpuLayers: '--gpu-layers',
  isolate: '--isolate',
  model: '--model',
  thinking: '--thinking',
  apiKey: '--api-key',
  slots: '--concurrency',
};

/** The same error in the words of the command line. */
function inFlags(error: MullError): MullError {
  const { code, message, hint, cause } = error;
  if (code !== 'E_OPTION_INVALID' && code !== 'E_MEMORY') return error;
  const worded = (text: string): string =>
    text
      .replace(/\b(?:contextSize|gpuLayers|apiKey)\b/g, (name) => flagOf[name] ?? name)
      .replace(/^The option (threads|isolate|model|slots) /, (_, name: string) => `The option ${flagOf[name]} `)
      .replace(/`(--[\w-]+)`/g, '$1');
  return new MullError(code, worded(message), { hint: worded(hint), cause: cause ?? error });
}
