import type { Counting } from './count.ts';
import type { EngineUsage } from './usage.ts';

/** What several chains cost together. The tokens are those of their receipts, added up. */
export interface Spent {
  readonly thinkingTokens: number;
  readonly answerTokens: number;
  /** Tokens of answers that were only probed for; not in the other two. */
  readonly probeTokens: number;
  /** Everything mull appended, delimiters included. */
  readonly forcedTokens: number;
  /** The least certain of all counts. */
  readonly counting: Counting;
  readonly usage: EngineUsage;
}
