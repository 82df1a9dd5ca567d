import type { EngineUsage } from '../core/usage.ts';
import type { Engine } from '../engine/engine.ts';

/** What a scorer is shown of a chain. */
export interface Candidate {
  readonly answer: string;
  readonly thinking: string;
  readonly thinkingTokens: number;
  /** Mean token confidence, where the strategy measured it. */
  readonly confidence: number | undefined;
}

/** What a scorer may need besides the candidates. */
export interface Scoring {
  /** The question as the caller asked it. */
  readonly question: string;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** The engine the candidates come from, for scorers that ask a model and have no other. */
  readonly engine: Engine;
  /** A scorer that lets a model write says what that cost, so that it is counted. */
  spend(cost: { readonly tokens: number; readonly usage: EngineUsage }): void;
}

/**
 * Scores answers: one finite number per candidate, higher is better. Shown all candidates at once, so that it can
 * compare them and a reward model can take them in one batch.
 */
export interface Scorer {
  /** In the text form of a strategy: `judge`. */
  readonly name: string;
  /** Whether candidates have to carry their confidence. */
  readonly needsConfidence?: boolean;
  score(candidates: readonly Candidate[], scoring: Scoring): readonly number[] | Promise<readonly number[]>;
}
