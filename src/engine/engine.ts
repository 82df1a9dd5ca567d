import type { Count } from '../core/count.ts';
import type { Effort } from '../core/effort.ts';
import type { Abilities } from './abilities.ts';
import type { ModelInfo } from './model-info.ts';
import type { Part, Prompt } from './prompt.ts';
import type { Sequence } from './sequence.ts';

/** Something that continues texts: a model in this process, or a server. */
export interface Engine {
  /** `pocket:pebble`, `http://gpu:8000/v1#Qwen3-8B` */
  readonly id: string;
  readonly model: ModelInfo;
  readonly abilities: Abilities;
  /** Token ids of a part on its own; present where `abilities.tokenIds`. */
  encode?(part: Part): Promise<readonly number[]>;
  /** Tokens of a text that is appended, where the engine can count them without `encode`. */
  count?(text: string): Promise<Count>;
  /**
   * Opens a sequence. Waits for a slot when all are taken.
   *
   * @param options.forks - how many forks are reserved with it, so that `fork` never has to wait
   * @throws E_CONTEXT_OVERFLOW before anything is evaluated, E_ABORTED, E_CLOSED
   */
  open(prompt: Prompt, options: OpenOptions): Promise<Sequence>;
  /** Aborts what runs, frees everything. Closing twice does nothing. */
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly seed: number;
  readonly forks?: number;
  /** How hard to think, where `abilities.nativeEffort`; otherwise `E_UNSUPPORTED`. */
  readonly effort?: Effort;
  readonly signal?: AbortSignal;
}
