import type { Run } from '../model/run.ts';

/** Tells how many tokens the model has written, while the pieces pass. */
export async function* counting(run: Run, count: (tokens: number) => void): Run {
  for await (const next of run) {
    if ('parts' in next) count(next.tokens.length);
    yield next;
  }
}
