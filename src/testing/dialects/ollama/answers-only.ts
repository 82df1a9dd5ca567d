import type { Run } from '../model/run.ts';

/** Drops the thinking, as an endpoint does that has no place for it. */
export async function* answersOnly(pieces: Run): Run {
  for await (const next of pieces) {
    if ('reason' in next) yield next;
    else yield { ...next, parts: next.parts.filter(({ channel }) => channel === 'answer') };
  }
}
