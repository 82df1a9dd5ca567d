import type { MetricsRow } from '../eval/metrics/measure-series.ts';
import type { ThinkingFlags } from '../eval/metrics/thinking-flags.ts';
import { displayWidth } from './display-width.ts';
import { pText } from './p-text.ts';
import { printableText } from './printable-text.ts';
import type { TextStyle } from './text-style.ts';
import { wrapText } from './wrap-text.ts';

/** What each series shows, one line per row, after a sentence that says how it was tested. */
export function flagLines(rows: readonly MetricsRow[], style: TextStyle): string[] {
  const flagged = rows.flatMap(({ label, flags }) => (flags ? [{ label: printableText(label), flags }] : []));
  const first = flagged[0]?.flags;
  if (first === undefined) return [];
  const width = Math.max(...flagged.map(({ label }) => displayWidth(label)));
  return [
    ...wrapText(method(first), style),
    ...flagged.map(({ label, flags }) => {
      const padding = ' '.repeat(width - displayWidth(label));
      return `  ${label}${padding}  ${flagTexts(flags).join('; ')}`;
    }),
  ];
}

/** The flags of one series in words: `rises (p = 0.0002)`, `falls from 5,300 tokens (p = 0.01)`. */
function flagTexts(flags: ThinkingFlags): string[] {
  const { slope, saturates, falls, margin } = flags;
  const texts = [
    slope.verdict === 'flat'
      ? `slope not different from 0 (p = ${pText(slope.different)})`
      : `${slope.verdict} with thinking (p = ${pText(slope.different)})`,
  ];
  if (saturates.tokens !== null) {
    const gain = `no later run gains ${points(margin)}, p = ${pText(saturates.gain)}`;
    texts.push(`saturates from ${tokenText(saturates.tokens)} tokens (${gain})`);
  }
  if (falls.tokens !== null) {
    texts.push(`falls from ${tokenText(falls.tokens)} tokens: more thinking hurts (p = ${pText(falls.p)})`);
  }
  return texts;
}

function method({ level, margin, paired }: ThinkingFlags): string {
  const compared = paired
    ? 'runs compared question by question'
    : 'counts only, so runs compared as if their questions were independent';
  return (
    `Shown by the runs of each row (false alarm at most ${percent(level)} per flag; a gain below ${points(margin)} ` +
    `counts as none; trend over log2 of the tokens, Holm over the places a flag could start; ${compared}):`
  );
}

function points(margin: number): string {
  return `${Number((100 * margin).toPrecision(3))} points`;
}

function percent(level: number): string {
  return `${Number((100 * level).toPrecision(3))}%`;
}

function tokenText(tokens: number): string {
  return Math.round(tokens).toLocaleString('en-US');
}
