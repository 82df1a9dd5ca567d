import { displayWidth } from './display-width.ts';
import { symbols, type TextStyle } from './text-style.ts';

/** `a · b · c` in as few lines as fit; a line is broken only between parts. The parts must not be painted. */
export function joinParts(parts: readonly string[], style: TextStyle): string[] {
  const { separator } = symbols(style);
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : last + separator + part;
    if (last === undefined || displayWidth(joined) > style.width) lines.push(part);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}
