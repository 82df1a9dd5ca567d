/**
 * `mull/metrics`: what runs say, and how sure it is. Pure: no engine, no files, runs in a browser.
 *
 * This file is the whole public surface; anything added here is a promise.
 *
 * @module
 */
export { type Accuracy, accuracy } from './eval/metrics/accuracy.ts';
export { accuracyOverQuestions, type QuestionCounts } from './eval/metrics/accuracy-over-questions.ts';
export type { VotingSample } from './eval/metrics/ballot.ts';
export { bestOfN, type ScoredSample } from './eval/metrics/best-of-n.ts';
export { type Control, control, type TokenBounds } from './eval/metrics/control.ts';
export { type FallsFrom, fallsFrom } from './eval/metrics/falls-from.ts';
export { gainBelowMargin } from './eval/metrics/gain-below-margin.ts';
export { holm } from './eval/metrics/holm.ts';
export type { Interval } from './eval/metrics/interval.ts';
export { type MajorityAtK, majorityAtK } from './eval/metrics/majority-at-k.ts';
export { majorityVote } from './eval/metrics/majority-vote.ts';
export { type McNemar, mcnemar, mcnemarOfRuns } from './eval/metrics/mcnemar.ts';
export { type MeanOverQuestions, meanOverQuestions } from './eval/metrics/mean-over-questions.ts';
export { type Figures, type MetricsReport, type MetricsRow, measureSeries } from './eval/metrics/measure-series.ts';
export { type PairedBootstrap, pairedBootstrap } from './eval/metrics/paired-bootstrap.ts';
export { pairedGainBelowMargin } from './eval/metrics/paired-gain-below-margin.ts';
export { passAtK } from './eval/metrics/pass-at-k.ts';
export { type PerRightAnswer, type Prices, perRightAnswer, type Spent } from './eval/metrics/per-right-answer.ts';
export { type Performance, performance } from './eval/metrics/performance.ts';
export type { Point } from './eval/metrics/point.ts';
export {
  type Bound,
  type BoundRule,
  type Match,
  type PublishedFigures,
  parseRecipe,
  plainRecipe,
  type Recipe,
  type RecipeRow,
  type Selection,
} from './eval/metrics/recipe.ts';
export { type SaturatesFrom, saturatesFrom } from './eval/metrics/saturates-from.ts';
export { type Scaling, scaling } from './eval/metrics/scaling.ts';
export { parseSeries, type Series, type SeriesPoint } from './eval/metrics/series.ts';
export { type FlagOptions, type ThinkingFlags, thinkingFlags } from './eval/metrics/thinking-flags.ts';
export type { TrendMethod, TrendTails } from './eval/metrics/trend-tails.ts';
export { type TrendOptions, type TrendTest, trendTest } from './eval/metrics/trend-test.ts';
export { type TruncationBounds, truncationBounds } from './eval/metrics/truncation-bounds.ts';
export { wilsonInterval } from './eval/metrics/wilson-interval.ts';
export type {
  GroupSummary,
  RunSummary,
  SettingSummary,
  StatusFigures,
  TokenFigures,
} from './eval/summary/run-summary.ts';
export { type SummaryBuilder, startSummary } from './eval/summary/start-summary.ts';
export { summarise } from './eval/summary/summarise.ts';
