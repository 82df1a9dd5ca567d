import { byteText } from '../core/byte-text.ts';
import type { PullProgress } from '../hub/keep-files.ts';
import { displayWidth } from './display-width.ts';
import { printableText } from './printable-text.ts';
import { symbols, type TextStyle } from './text-style.ts';
import { timeText } from './time-text.ts';

/** How far a pull is, and how fast. */
export interface ShownPull extends PullProgress {
  /** Of the last seconds; undefined while too little has come to tell. */
  readonly bytesPerSecond?: number | undefined;
}

/** A pull in one line that is never wider than the style: what matters least is left out first. */
export function pullLine(pull: ShownPull, style: TextStyle): string {
  const { file, part, parts, bytes, total, waiting, bytesPerSecond } = pull;
  const { separator } = symbols(style);
  const share = total === 0 ? 1 : bytes / total;
  // The most important first; in this order they are dropped from the end.
  const figures = [
    `${Math.floor(100 * share)}%`,
    `${byteText(bytes)} of ${byteText(total)}`,
    ...(waiting ? ['another process is fetching it'] : []),
    ...(bytesPerSecond === undefined || waiting ? [] : [`${byteText(Math.round(bytesPerSecond))}/s`]),
    ...(bytesPerSecond && !waiting && bytes < total ? [`${timeText((total - bytes) / bytesPerSecond)} left`] : []),
  ];
  const name = printableText(file.slice(file.lastIndexOf('/') + 1)) + (parts > 1 ? ` (${part} of ${parts})` : '');
  const candidates = [
    ...figures.map((_, dropped) => [name, ...figures.slice(0, figures.length - dropped)].join(separator)),
    ...figures.map((_, dropped) => figures.slice(0, figures.length - dropped).join(separator)),
  ];
  // The last column stays free: some terminals wrap as soon as it is filled.
  return candidates.find((line) => displayWidth(line) < style.width) ?? figures[0] ?? '';
}
