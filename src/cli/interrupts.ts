import { MullError } from '../core/mull-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';

/** Time for an aborted run to free what it holds before the process ends anyway. */
const patience = 2000;

export interface Interrupts {
  /** Aborted by the Ctrl-C that means "quit". */
  readonly signal: AbortSignal;
  /** What the next Ctrl-C does instead of quitting; undefined: it quits. It quits too where this gives false. */
  gently: (() => boolean) | undefined;
  /** Stops listening. */
  stop(): void;
}

/**
 * Listens for Ctrl-C: the first one does what `gently` says, the next one aborts the signal, and one more (or two
 * seconds without an end) ends the process.
 */
export function listenForInterrupts(host: Pick<Host, 'onInterrupt' | 'quit'>): Interrupts {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopListening = host.onInterrupt(() => {
    if (controller.signal.aborted) return host.quit(exitCodes.interrupted);
    const gently = interrupts.gently;
    interrupts.gently = undefined;
    if (gently?.()) return;
    timer = setTimeout(() => host.quit(exitCodes.interrupted), patience);
    timer.unref();
    controller.abort(new MullError('E_ABORTED', 'Interrupted.', { hint: 'Run the command again to get an answer.' }));
  });
  const interrupts: Interrupts = {
    signal: controller.signal,
    gently: undefined,
    stop() {
      clearTimeout(timer);
      stopListening();
    },
  };
  return interrupts;
}
