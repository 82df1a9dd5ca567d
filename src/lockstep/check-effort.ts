import type { Effort } from '../core/effort.ts';
import type { Abilities } from '../engine/abilities.ts';
import { unsupported } from './faults.ts';

/** @throws E_UNSUPPORTED where an effort is given to an engine that cannot be told one */
export function checkEffort(effort: Effort | undefined, { nativeEffort }: Abilities): void {
  if (effort === undefined || nativeEffort) return;
  throw unsupported('This engine cannot be told how hard to think.', 'Leave `effort` out, or bound the thinking.');
}
