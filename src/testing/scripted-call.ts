import type { Channel } from '../engine/generation.ts';

/** A call that was made to a scripted engine; sequences are numbered from 0 in the order of their opening. */
export type ScriptedCall =
  | { readonly method: 'open'; readonly sequence: number; readonly text: string; readonly seed: number }
  | { readonly method: 'append'; readonly sequence: number; readonly text: string; readonly channel?: Channel }
  | {
      readonly method: 'generate';
      readonly sequence: number;
      readonly channel: Channel;
      readonly maxTokens: number;
      readonly stop: readonly string[];
      readonly banFirst: readonly string[];
    }
  | { readonly method: 'rewind'; readonly sequence: number; readonly position: number }
  | {
      readonly method: 'fork';
      readonly sequence: number;
      readonly seeds: readonly number[];
      /** The numbers of the new sequences. */
      readonly sequences: readonly number[];
    }
  | { readonly method: 'close'; readonly sequence: number };
