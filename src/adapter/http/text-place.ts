import type { Count } from '../../core/count.ts';
import type { Warning } from '../../core/warning.ts';
import type { Place } from './way.ts';

/** A text so far, for servers that take only text. */
export interface TextPlace extends Place {
  readonly text: string;
  readonly length: Count;
  readonly sampled: number;
  /** Whether a warning has said already that what was sampled is tokenised again. */
  readonly retokenised: boolean;
  /** Warnings of `open`, which has no way to give them, for the next append. */
  readonly warnings: readonly Warning[];
}
