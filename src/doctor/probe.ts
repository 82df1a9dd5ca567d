import type { Counting } from '../core/count.ts';
import type { EngineUsage } from '../core/usage.ts';

/** A piece of the text of a probe. */
export interface ProbePiece {
  readonly text: string;
  readonly channel: 'thinking' | 'answer';
  /** Put in by mull. */
  readonly forced: boolean;
}

/** A short run with a Wait and a cut put in by force, and every count of it that can be had. */
export interface Probe {
  readonly pieces: readonly ProbePiece[];
  /** Whether Wait and cut could be put in. */
  readonly forced: boolean;
  /** Thinking tokens in front of the cut, the Wait included. */
  readonly cutAt: number;
  /** Tokens of the prompt. */
  readonly prompt: number;
  /** Tokens the generations say they left in the sequence. */
  readonly kept: number;
  /** Tokens counted in the chunks; undefined where they carry none. */
  readonly streamed: number | undefined;
  /** Tokens the appended texts took, as appending them said. */
  readonly appended: number;
  /** Tokens of the appended texts, encoded one by one; undefined where the engine cannot. */
  readonly encoded: number | undefined;
  /** Tokens of the whole sequence in the end. */
  readonly length: number;
  readonly counting: Counting;
  readonly usage: EngineUsage;
  /** Seconds in which the model wrote. */
  readonly seconds: number;
}
