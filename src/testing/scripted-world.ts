import { MullError } from '../core/mull-error.ts';
import type { ThinkingFormat } from '../core/thinking-format.ts';
import type { Abilities } from '../engine/abilities.ts';
import type { Mark } from '../engine/sequence.ts';
import type { Clock } from './clock.ts';
import { errorOf, type Fault, type FaultPlan } from './fault.ts';
import type { ScriptCursor, ScriptReader } from './script-cursor.ts';
import type { ScriptedCall } from './scripted-call.ts';
import type { ScriptedDecoder } from './scripted-decoder.ts';
import type { ScriptedVocabulary } from './scripted-vocabulary.ts';

/** Everything a sequence has to restore when it comes back to a place. */
export interface Snapshot {
  readonly inner: Mark;
  readonly cursor: ScriptCursor;
  readonly bytes: number;
  readonly place: 'thinking' | 'thinking-ended' | 'answer';
}

/** What all sequences of one scripted engine share. */
export interface ScriptedWorld {
  readonly id: string;
  readonly abilities: Abilities;
  readonly thinking: ThinkingFormat;
  readonly vocabulary: ScriptedVocabulary;
  readonly decoder: ScriptedDecoder;
  readonly faults: FaultPlan;
  readonly clock: Clock;
  readonly calls: ScriptedCall[];
  readonly snapshots: WeakMap<Mark, Snapshot>;
  /** Aborted when the engine is closed. */
  readonly closed: AbortSignal;
  readerFor(prompt: string, seed: number): ScriptReader;
  nextNumber(): number;
}

/**
 * Lets a fault happen to a call.
 *
 * @param left - aborted when nobody waits for the call any more
 */
export async function suffer(
  world: ScriptedWorld,
  fault: Fault,
  left: readonly (AbortSignal | undefined)[],
): Promise<void> {
  if (fault.kind === 'slow') return world.clock.sleep(fault.milliseconds ?? 1000);
  if (fault.kind !== 'hang') throw errorOf(fault);
  const signals = left.filter((signal) => signal !== undefined);
  const any = AbortSignal.any([world.closed, ...signals]);
  if (!any.aborted) await new Promise((resolve) => any.addEventListener('abort', resolve, { once: true }));
  if (world.closed.aborted) throw new MullError('E_CLOSED', 'The engine is closed.', { hint: 'Open a new engine.' });
  throw new MullError('E_ABORTED', `The call that hung at ${fault.at} was aborted.`, {
    hint: 'Nothing to repair: try again if you still want it.',
    cause: any.reason,
  });
}
