import type { Probe } from '../engine/sequence.ts';
import { isToken } from './encode-parts.ts';
import { invalid } from './faults.ts';
import type { ReadingPlace } from './feed-task.ts';

/**
 * Where the probes of an `append` read: behind the last token of the part they name.
 *
 * @param start - length of the sequence before the append
 */
export function readingPlaces(
  probes: readonly Probe[],
  parts: readonly (readonly number[])[],
  start: number,
  vocabularySize: number,
): ReadingPlace[] {
  const ends: number[] = [];
  let end = start;
  for (const part of parts) {
    end += part.length;
    ends.push(end);
  }
  return probes.map(({ after, tokens, top }) => {
    const position = ends[after];
    if (position === undefined) {
      throw invalid(
        `A probe reads after part ${after}, and this append has ${parts.length} parts.`,
        'Give `after` as the index of a part, counted from 0.',
      );
    }
    if (position === 0) throw invalid('A probe reads behind no text at all.', 'Give the sequence a token first.');
    if (tokens === undefined && top === undefined) {
      throw invalid(`The probe after part ${after} asks for nothing.`, 'Give it `tokens`, `top` or both.');
    }
    if (top !== undefined && (!Number.isInteger(top) || top < 0)) {
      throw invalid(`top must be a whole number of at least 0, got ${top}.`, 'Give top as 0 or more.');
    }
    const wrong = tokens?.find((token) => !isToken(token, vocabularySize));
    if (wrong !== undefined) {
      throw invalid(
        `A probe asks for the token id ${wrong}; the vocabulary has the ids 0 to ${vocabularySize - 1}.`,
        'Use ids from `encode` of the same engine.',
      );
    }
    return { position: position - 1, tokens, top };
  });
}
