import type { Observer, Watch } from './served-event.ts';

/** Several observers as one. */
export function watchAll(
  observers: readonly Observer[],
  api: string,
  headers: Parameters<Observer['begin']>[1],
): Watch {
  const watches = observers.map((observer) => observer.begin(api, headers));
  return {
    read: (known) => {
      for (const watch of watches) watch.read(known);
    },
    event: (choice) => {
      for (const watch of watches) watch.event(choice);
    },
    end: (end) => {
      for (const watch of watches) watch.end(end);
    },
  };
}
