import { MullError } from '../core/mull-error.ts';
import type { ProbedAnswer } from '../forcing/overseer.ts';
import { endOf, nothingRan } from './samples.ts';
import type { Outcome } from './strategy.ts';
import type { Held, Told } from './told.ts';

/** Where the only chain of a strategy is held; undefined once it is over. */
export function holdOf(told: Told): Held | undefined {
  return told.type === 'held' ? told : undefined;
}

/** @throws the error of a chain that failed while it was probed */
export function probedAnswers(told: Told): readonly ProbedAnswer[] {
  if (told.type === 'failed') throw told.error;
  if (told.type === 'probed') return told.answers;
  throw new MullError('E_INTERNAL', `A strategy was told "${told.type}" where the answers of probes were due.`, {
    hint: 'Please report this.',
  });
}

/** @throws the error of a chain that failed; E_ABORTED for one that was stopped */
export function outcomeOfChain(told: Told): Outcome {
  const ended = endOf(told);
  if (ended.type === 'failed') throw ended.error;
  if (ended.type === 'stopped') throw nothingRan();
  return { chosen: ended.branch };
}
