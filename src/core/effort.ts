/** Reasoning effort, in the words that hosted APIs use. */
export const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

export type Effort = (typeof efforts)[number];

/** What an effort means: a share of the context window with a cap, and tokens kept for the answer. */
export interface EffortLevel {
  /** Share of the context window that thinking may fill. */
  readonly share: number;
  /** Most thinking tokens, however large the window; infinite for `max`. */
  readonly cap: number;
  /** Tokens kept for the answer, at most a quarter of the window. */
  readonly answer: number;
}

/**
 * The one table of efforts. Hosts disagree (512 to 8,192 tokens for "low", shares from 10 % to 33 %), so each level is
 * a share of the window, which suits small models, with an absolute cap, which suits large ones.
 */
export const effortLevels: Readonly<Record<Effort, EffortLevel>> = {
  none: { share: 0, cap: 0, answer: 1024 },
  minimal: { share: 1 / 16, cap: 512, answer: 1024 },
  low: { share: 1 / 8, cap: 2048, answer: 1024 },
  medium: { share: 1 / 4, cap: 8192, answer: 2048 },
  high: { share: 1 / 2, cap: 24_576, answer: 4096 },
  xhigh: { share: 2 / 3, cap: 32_768, answer: 8192 },
  max: { share: 1, cap: Number.POSITIVE_INFINITY, answer: 8192 },
};
