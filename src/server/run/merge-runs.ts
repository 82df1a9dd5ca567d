import type { ThinkEvent } from '../../core/events.ts';
import type { ChoiceEvent } from './choice-event.ts';

/**
 * The events of several runs as they come, each in its own order. The next event of a run is asked for only when the
 * last one was taken, so that a slow reader slows every run down. A failure of one ends them all.
 */
export function mergeRuns(runs: readonly AsyncIterable<ThinkEvent>[]): AsyncIterator<ChoiceEvent, void> {
  const [only, ...others] = runs;
  return only !== undefined && others.length === 0 ? single(only[Symbol.asyncIterator]()) : merged(runs);
}

/** Most requests want one answer: without a generator in between, which every token would have to pass. */
function single(source: AsyncIterator<ThinkEvent, void>): AsyncIterator<ChoiceEvent, void> {
  const told = (result: IteratorResult<ThinkEvent, void>): IteratorResult<ChoiceEvent, void> =>
    result.done ? result : { done: false, value: { index: 0, event: result.value } };
  return {
    next: () => source.next().then(told),
    return: async () => {
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
}

async function* merged(runs: readonly AsyncIterable<ThinkEvent>[]): AsyncGenerator<ChoiceEvent, void> {
  const sources = runs.map((run) => run[Symbol.asyncIterator]());
  const next = (index: number): Promise<{ index: number; result: IteratorResult<ThinkEvent> }> =>
    sources[index]!.next().then((result) => ({ index, result }));
  const waiting = new Map(sources.map((_, index) => [index, next(index)]));
  try {
    while (waiting.size > 0) {
      const { index, result } = await Promise.race(waiting.values());
      if (result.done) {
        waiting.delete(index);
        continue;
      }
      yield { index, event: result.value };
      waiting.set(index, next(index));
    }
  } finally {
    // Nobody waits for these any more; that they fail is no news.
    for (const pending of waiting.values()) pending.catch(() => undefined);
    await Promise.all([...waiting.keys()].map((index) => sources[index]!.return?.(undefined)));
  }
}
