import type { Abilities } from '../engine/abilities.ts';
import type { Decoder } from './decoder.ts';
import type { Scheduler } from './scheduler.ts';
import type { TokenTexts } from './token-texts.ts';
import type { Tokenizer } from './tokenizer.ts';

/** What all sequences of one engine share. */
export interface LockstepModel {
  readonly tokenizer: Tokenizer;
  readonly decoder: Decoder;
  readonly texts: TokenTexts;
  readonly scheduler: Scheduler;
  readonly abilities: Abilities;
  readonly vocabularySize: number;
  readonly contextSize: number;
  /** Chunks that may wait for a reader before its sequence is parked. */
  readonly bufferedChunks: number;
}
