import type { Counting } from '../../core/count.ts';
import type { EndedBy } from '../../core/receipt.ts';
import type { RunRecord, SampleStatus } from '../../core/run-record.ts';
import type { Accuracy } from '../metrics/accuracy.ts';

/** How long something was, in tokens, over the samples that were answered. */
export interface TokenFigures {
  readonly mean: number;
  readonly sum: number;
  readonly least: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly most: number;
  /** Values in ascending order with how often each occurred; exact below 4,096 tokens, above within 0.05 %. */
  readonly counts: readonly (readonly [tokens: number, times: number])[];
}

/** What became of some samples. */
export interface StatusFigures {
  /** Questions with a sample that was answered in some way. */
  readonly questions: number;
  /** Samples, errors included. */
  readonly samples: number;
  readonly statuses: Readonly<Record<SampleStatus, number>>;
  /**
   * Right answers of all samples that were answered in some way; errors are left out, a truncated or a missing answer
   * counts as not right. Null where there are nothing but errors.
   */
  readonly accuracy: Accuracy | null;
  /** The same with every truncated answer taken as right: had nothing been cut off, accuracy lies between the two. */
  readonly ceiling: Accuracy | null;
}

/** The samples of one level or subject. */
export interface GroupSummary extends StatusFigures {
  readonly name: string;
  readonly meanThinkingTokens: number;
}

/** One setting of a run in figures. */
export interface SettingSummary extends StatusFigures {
  readonly setting: string;
  /** Bounds that were asked for: from the receipts, else from the setting's name. */
  readonly asked: { readonly max?: number; readonly min?: number; readonly waits?: number };
  /** The setting's name without `key=number`: settings of one method form one curve. */
  readonly method: string;
  readonly thinking: TokenFigures;
  readonly answer: TokenFigures;
  /** Thinking, answer and probes of all chains of a sample: what different methods are compared by. */
  readonly total: TokenFigures;
  /** Mean thinking tokens of the chains whose answers were taken; of thinking where there is one chain. */
  readonly takenThinking: number;
  /** Chains of all samples that were answered; as many as those unless a strategy took several. */
  readonly chains: number;
  /** Sums over all samples, errors included: what was spent. */
  readonly tokens: RunRecord['tokens'];
  /** In how many samples mull stepped in, and how often. */
  readonly forced: { readonly samples: number; readonly cuts: number; readonly waits: number };
  /** What ended the thinking; samples without a receipt are in none. */
  readonly endedBy: Readonly<Partial<Record<EndedBy, number>>>;
  readonly counting: Counting;
  /** Warnings of the receipts by code, with the number of samples that have them. */
  readonly warnings: Readonly<Record<string, number>>;
  /** Errors by code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Wall-clock seconds of all samples added up. */
  readonly seconds: number;
  /** Sum in the currency of the price table; null where no sample has a price. */
  readonly cost: number | null;
  readonly levels: readonly GroupSummary[];
  readonly subjects: readonly GroupSummary[];
  /** How often each question was answered, and how often right, in the order of {@link RunSummary.questions}. */
  readonly outcomes: { readonly samples: readonly number[]; readonly right: readonly number[] };
}

/** A run in figures, its settings in the order of the plan, else in that in which they were first seen. */
export interface RunSummary {
  readonly samples: number;
  /** The ids of all questions, in the order in which they were first seen. */
  readonly questions: readonly string[];
  readonly settings: readonly SettingSummary[];
}
