import type { ForcedMark } from '../../core/run-record.ts';

/** Whether mull changed the course of the thinking here; other marks write out a delimiter that the model chose. */
export function isIntervention({ kind }: Pick<ForcedMark, 'kind'>): boolean {
  return kind === 'wait' || kind === 'cut';
}
