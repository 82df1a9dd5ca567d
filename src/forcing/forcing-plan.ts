import type { EffectiveBudget } from './effective-budget.ts';

/** Everything `decide` needs to know that does not change during a run. All costs in thinking tokens (or bytes). */
export interface ForcingPlan {
  readonly budget: EffectiveBudget;
  /**
   * How thinking begins. `open`: behind the opened delimiter · `off`: the template's own switch turned it off ·
   * `unopened`: the model has to open it by itself
   */
  readonly opening: 'open' | 'off' | 'unopened';
  /** Tokens of each message of the rotation; a message that does not fit is not appended (rule 5). */
  readonly messageCosts: readonly number[];
  /** For each message of the rotation: whether it is the empty text. */
  readonly messageEmpty: readonly boolean[];
  /** Whether the first token behind a suppression can be kept from being an end (rule 6). */
  readonly canBan: boolean;
  /** The engine holds the minimum itself: no end of thinking comes before it, so none has to be suppressed. */
  readonly nativeMin: boolean;
  /** `finish` is never added with tools or a response format (rule 9). */
  readonly finishAllowed: boolean;
  /** Tokens of `finish`, which count against the cap of the answer. */
  readonly finishCost: number;
  /** The model writes the header of its next message itself and may think on in it (gpt-oss). */
  readonly hasHeader: boolean;
  /** Whether mull can append inside thinking at all. */
  readonly canContinue: boolean;
}
