import { commonPrefix } from './common-prefix.ts';
import type { LockstepModel } from './lockstep-model.ts';
import type { SequenceState } from './sequence-state.ts';
import type { Slot } from './slot.ts';

/** Makes slots hold what was evaluated of a sequence; needs the decoder to itself. */
export async function copyForks(model: LockstepModel, parent: SequenceState, slots: readonly Slot[]): Promise<void> {
  for (const slot of slots) await copyPrefix(model, parent.slot, slot, parent.tokens.slice(0, parent.valid));
}

/** Makes `to` hold `prefix`, with which `from` begins; does nothing where it does so already. */
export async function copyPrefix(model: LockstepModel, from: Slot, to: Slot, prefix: readonly number[]): Promise<void> {
  if (commonPrefix(to.held, prefix) === prefix.length) return;
  // Until the copy is there, the slot holds nothing that could be relied on.
  to.held = [];
  to.suspect = true;
  await model.decoder.copy(from.index, to.index, prefix.length);
  to.held = prefix.slice();
  to.suspect = false;
}
