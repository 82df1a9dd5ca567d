/** A sample of lm-evaluation-harness in our words: one question with the answers it got in one setting. */
export interface LmEvalSample {
  readonly id: string;
  readonly question: string;
  readonly gold: string;
  readonly level?: string;
  readonly subject?: string;
  /** Name of the filter whose answers were judged; samples are written once for each. */
  readonly filter: string;
  /** Whole texts of the model, one per repeat. */
  readonly responses: readonly string[];
  /** What was taken out of each of them, where the task says. */
  readonly extracted: readonly (string | undefined)[];
  /** Whether each is right; undefined where the log does not say it of single responses. */
  readonly right: readonly (boolean | undefined)[];
  /** What was asked of the model: `max_gen_toks`, `temperature`, s1's `max_tokens_thinking`, ... */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly promptHash?: string;
}
