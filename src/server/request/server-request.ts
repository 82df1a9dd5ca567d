import type { BudgetFields } from '../../core/budget.ts';
import type { Message, Tool } from '../../core/message.ts';
import type { Warning } from '../../core/warning.ts';
import type { Grammar } from '../../engine/generation.ts';
import type { Sampling } from '../../engine/sampling.ts';

/** The APIs that clients speak. */
export type Api = 'chat' | 'completions' | 'responses' | 'messages';

/** Where clients get to see the thinking: in a field of its own, in front of the answer between tags, or nowhere. */
export type ThinkingDisplay = 'separate' | 'inline' | 'hidden';

/** What a client asked for, in whatever API: everything that decides what is run and how it is told. */
export interface ServerRequest {
  readonly api: Api;
  /** The name as the client wrote it, without its budget suffix; undefined where it named none. */
  readonly model: string | undefined;
  /** The budget behind the colon of the model's name: `max=2000,waits=2`. */
  readonly suffix: string | undefined;
  /** One, or several for a list of prompts of `/v1/completions`. */
  readonly conversations: readonly (readonly Message[])[];
  /** Answers per conversation. */
  readonly n: number;
  readonly tools: readonly Tool[];
  readonly responseFormat: Grammar | undefined;
  readonly sampling: Partial<Sampling>;
  readonly seed: number | undefined;
  /** Texts that end the answer. */
  readonly stop: readonly string[];
  /** Most tokens of thinking and answer together. */
  readonly total: { readonly tokens: number; readonly field: string } | undefined;
  /** Alternatives to report per token of the answer; undefined: no log-probabilities. */
  readonly logprobs: number | undefined;
  /** What to spend more than one chain with, as the client wrote it. */
  readonly strategy: unknown;
  readonly keepThinking: boolean;
  readonly display: ThinkingDisplay;
  readonly stream: boolean;
  /** A chunk with the usage at the end of the stream. */
  readonly usageChunk: boolean;
  /** What was asked for and will not happen. */
  readonly warnings: readonly Warning[];
}

/** A field of a budget, who asked for it and what a ceiling made of it. */
export interface BudgetSource {
  readonly value: unknown;
  /** `thinking.budget_tokens`, `model suffix`, `server default`, ... */
  readonly from: string;
  /** What was asked for, where the server's ceiling lowered it. */
  readonly lowered?: unknown;
}

/** The budget of a request with the origin of each of its fields. */
export interface ServedBudget {
  readonly fields: BudgetFields;
  readonly sources: Readonly<Partial<Record<keyof BudgetFields, BudgetSource>>>;
  readonly warnings: readonly Warning[];
}
