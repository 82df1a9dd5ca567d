import type { Count } from '../../core/count.ts';
import type { Warning } from '../../core/warning.ts';
import type { JsonObject } from './json-value.ts';
import type { Place } from './way.ts';

/** A conversation and the assistant's turn so far. */
export interface ChatPlace extends Place {
  readonly length: Count;
  readonly sampled: number;
  /** The conversation as it is sent. */
  readonly messages: readonly JsonObject[];
  readonly tools: readonly JsonObject[];
  /** `thinking-ended`: the model has ended it, and nothing was written behind it yet. */
  readonly stage: 'thinking' | 'thinking-ended' | 'answer';
  readonly thinking: string;
  readonly answer: string;
  /** What stands between thinking and answer, in servers where mull writes the delimiters. */
  readonly closing: string;
  readonly warnings: readonly Warning[];
  readonly retokenised: boolean;
}
