import type { RunProgress } from '../eval/runner/run-progress.ts';
import { displayWidth } from './display-width.ts';
import { symbols, type TextStyle } from './text-style.ts';
import { timeText } from './time-text.ts';

/** How far a run is, in one line that is never wider than the style: what matters least is left out first. */
export function evalProgressLine(progress: RunProgress, style: TextStyle, currency?: string): string {
  const { separator, dash } = symbols(style);
  const { done, planned, accuracy, meanThinkingTokens, truncated, forced, statuses } = progress;
  const { tokensPerSecond, cost, secondsLeft } = progress;
  // The most important first; in this order they are dropped from the end, but the time that is left stays.
  const left = secondsLeft === undefined ? [] : [`${timeText(secondsLeft)} left`];
  const figures = [
    `${done}/${planned}`,
    ...(accuracy === undefined
      ? []
      : [
          `${percent(accuracy.value)} right (${Math.round(100 * accuracy.interval.low)}${dash}${percent(accuracy.interval.high)})`,
          `${Math.round(meanThinkingTokens).toLocaleString('en-US')} thinking tokens`,
          `${percent(truncated)} truncated`,
          `${percent(forced)} forced`,
        ]),
    ...(statuses.error > 0 ? [`${statuses.error} failed`] : []),
    ...(tokensPerSecond === undefined ? [] : [`${Math.round(tokensPerSecond).toLocaleString('en-US')} tokens/s`]),
    ...(cost === undefined ? [] : [`${cost.toPrecision(3)}${currency === undefined ? '' : ` ${currency}`}`]),
  ];
  const candidates = figures.map((_, dropped) =>
    [...figures.slice(0, figures.length - dropped), ...left].join(separator),
  );
  // The last column stays free: some terminals wrap as soon as it is filled.
  return candidates.find((line) => displayWidth(line) < style.width) ?? figures[0] ?? '';
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
