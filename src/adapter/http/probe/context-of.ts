import { assumed, type Fact, told } from '../fact.ts';
import type { ProbeHints } from './probe-hints.ts';

/** Tokens of a context nobody tells the size of; a server with less says so itself. */
const usualContext = 32_768;

/** The size of the context: as the user says, else the first that the server tells. */
export function contextOf(hints: ProbeHints, found: readonly (Fact<number> | undefined)[]): Fact<number> {
  if (hints.contextSize !== undefined) return told(hints.contextSize);
  return (
    found.find((fact) => fact !== undefined) ??
    assumed(usualContext, 'the server does not say; give `contextSize` if you know it')
  );
}
