import type { DataText } from './data-text.ts';
import { controlText, type Turn } from './turn.ts';

/** Adds an instruction to the system message, or as one. */
export function withInstruction(turns: readonly Turn[], instruction: string): readonly Turn[] {
  const [first, ...others] = turns;
  if (first?.role !== 'system') return [{ role: 'system', texts: [controlText(instruction)] }, ...turns];
  return [{ ...first, texts: joined([first.texts, [controlText(instruction)]]) }, ...others];
}

/**
 * The ways to write a conversation's system messages, best first: as they stand, all together at the beginning, in
 * front of the first user message. Templates differ in what they take.
 *
 * @param accepted - whether the template takes a system message at all
 */
export function systemPlacements(turns: readonly Turn[], accepted: boolean): readonly (readonly Turn[])[] {
  const system = turns.filter((turn) => turn.role === 'system');
  if (system.length === 0) return [turns];
  const others = turns.filter((turn) => turn.role !== 'system');
  const texts = joined(system.map((turn) => turn.texts));
  const user = others.findIndex((turn) => turn.role === 'user');
  const folded: readonly Turn[] =
    user < 0
      ? [{ role: 'user', texts }, ...others]
      : others.map((turn, index) => (index === user ? { ...turn, texts: joined([texts, turn.texts]) } : turn));
  if (!accepted) return [folded];
  const scattered = system.length > 1 || turns[0]?.role !== 'system';
  return [turns, ...(scattered ? [[{ role: 'system' as const, texts }, ...others]] : []), folded];
}

function joined(texts: readonly (readonly DataText[])[]): readonly DataText[] {
  return texts
    .filter((items) => items.length > 0)
    .flatMap((items, index) => (index === 0 ? items : [controlText('\n\n'), ...items]));
}
