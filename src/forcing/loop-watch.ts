import type { Chunk } from '../engine/generation.ts';
import { isLooping, loopCharacters, loopTokens } from './is-looping.ts';

/** Watches sampled thinking for loops (rule 12). Appended text never enters: a Wait does not break a loop. */
export class LoopWatch {
  /** Token ids, or UTF-16 code units where the engine gives none. */
  readonly #history: number[] = [];

  /** Adds a chunk; true when one of its tokens completes a loop. */
  add(chunk: Chunk): boolean {
    const minimum = chunk.tokens === undefined ? loopCharacters : loopTokens;
    let looping = false;
    for (const item of chunk.tokens ?? codeUnits(chunk.text)) {
      this.#history.push(item);
      looping ||= isLooping(this.#history, minimum);
    }
    return looping;
  }
}

function codeUnits(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}
