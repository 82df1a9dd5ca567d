import type { LockstepGeneration } from './lockstep-generation.ts';
import type { LockstepModel } from './lockstep-model.ts';
import type { SequenceState } from './sequence-state.ts';

/** What a generation needs of the sequence it belongs to. */
export interface GenerationHost {
  readonly state: SequenceState;
  readonly model: LockstepModel;
  /** @throws E_CLOSED, E_SEQUENCE_BUSY */
  begin(generation: LockstepGeneration): void;
  finish(): void;
}
