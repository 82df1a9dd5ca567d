/**
 * `mull`: a verified thinking budget for reasoning models. Free of Node-only modules.
 *
 * @module
 */
export { type Budget, type BudgetFields, budgetSchema } from './core/budget.ts';
export type { Count, Counting } from './core/count.ts';
export { type Effort, type EffortLevel, effortLevels, efforts } from './core/effort.ts';
export {
  type CodePage,
  codePage,
  type ErrorCode,
  errorCodes,
  type WarningCode,
  warningCodes,
} from './core/error-codes.ts';
export type { ThinkEvent, ThinkResult } from './core/events.ts';
export type { ContentPart, Media, Message, Tool, ToolCall } from './core/message.ts';
export { MullError } from './core/mull-error.ts';
export type { Bound, EndedBy, Receipt } from './core/receipt.ts';
export type { BranchRecord, ForcedMark, RunRecord, SampleStatus } from './core/run-record.ts';
export type { Spent } from './core/spent.ts';
export type { ThinkingFormat } from './core/thinking-format.ts';
export type { EngineUsage } from './core/usage.ts';
export type { Vote } from './core/vote.ts';
export type { Warning } from './core/warning.ts';
export type { Abilities } from './engine/abilities.ts';
export type { Engine, OpenOptions } from './engine/engine.ts';
export type {
  Channel,
  Chunk,
  End,
  EndReason,
  GenerateOptions,
  Generation,
  Grammar,
  Stop,
} from './engine/generation.ts';
export type { ModelInfo } from './engine/model-info.ts';
export type { Part, Prompt } from './engine/prompt.ts';
export type { Sampling, TokenLogprob } from './engine/sampling.ts';
export type { Appended, AppendOptions, Mark, Probe, Reading, Sequence } from './engine/sequence.ts';
export type { Direction, Pause, ProbedAnswer, ProbeOptions } from './forcing/overseer.ts';
export type { ThinkRun } from './forcing/think-run.ts';
export { type AdaptiveOptions, adaptive } from './scaling/adaptive.ts';
export type { Ask, Chain, Open } from './scaling/ask.ts';
export { bestOf } from './scaling/best-of.ts';
export { type BeyondOptions, beyond } from './scaling/beyond.ts';
export { type ConditionalOptions, conditional } from './scaling/conditional.ts';
export type { Confidence } from './scaling/confidence.ts';
export { type ConfidentOptions, confident } from './scaling/confident.ts';
export { type DoubtingOptions, doubting } from './scaling/doubting.ts';
export { forced } from './scaling/forced.ts';
export { type JudgedOptions, judged } from './scaling/judged.ts';
export { type MajorityOptions, majority } from './scaling/majority.ts';
export { type ProbingOptions, probing } from './scaling/probing.ts';
export { readStrategy } from './scaling/read-strategy.ts';
export { type RejectionOptions, rejection } from './scaling/rejection.ts';
export { type RotatingOptions, rotating } from './scaling/rotating.ts';
export type { ScoredOptions } from './scaling/scored-samples.ts';
export type { Candidate, Scorer, Scoring } from './scaling/scorer.ts';
export { selfCertainty } from './scaling/self-certainty.ts';
export { shortest } from './scaling/shortest.ts';
export { type SpendOptions, spend } from './scaling/spend.ts';
export type { Facts, Outcome, Play, Strategy } from './scaling/strategy.ts';
export { type StrategyData, strategySchema } from './scaling/strategy-schema.ts';
export { type ThinkOptions, think } from './scaling/think.ts';
export type { BranchResult, Ended, Held, Told } from './scaling/told.ts';
export { weighted } from './scaling/weighted.ts';
