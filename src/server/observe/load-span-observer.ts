import type { Observer } from './served-event.ts';
import { spanObserver } from './span-observer.ts';

/** Spans, where the optional package `@opentelemetry/api` is installed; else none. */
export async function loadSpanObserver(): Promise<Observer | undefined> {
  try {
    return spanObserver(await import('@opentelemetry/api'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
