import type { ScriptedVocabulary } from './scripted-vocabulary.ts';

/**
 * What a scripted model says: one stretch, or a list of them.
 *
 * The model says a stretch token by token and then ends its turn. When something is appended after it has begun to
 * speak (a Wait, a delimiter), it goes on with the next stretch.
 */
export type Stretches = string | readonly string[];

/** A script, the same for every sequence or chosen by its prompt and seed; forks are asked with their own seeds. */
export type Script = Stretches | ((prompt: string, seed: number) => Stretches);

/** One stretch in tokens. */
export interface Stretch {
  readonly tokens: readonly number[];
  /** Bytes said before each token, and the length of the whole at the end. */
  readonly offsets: readonly number[];
  readonly bytes: Uint8Array;
}

/** The stretches of a script in tokens; control strings in them are control tokens. */
export function compileStretches(stretches: Stretches, vocabulary: ScriptedVocabulary): Stretch[] {
  return (typeof stretches === 'string' ? [stretches] : stretches).map((text) => {
    const tokens = vocabulary.encode(text, true);
    const offsets = [0];
    for (const token of tokens) offsets.push(offsets.at(-1)! + vocabulary.bytes(token).length);
    const bytes = Uint8Array.from(tokens.flatMap((token) => [...vocabulary.bytes(token)]));
    return { tokens, offsets, bytes };
  });
}
