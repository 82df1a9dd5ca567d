/**
 * The native objects of node-llama-cpp 3.22.1 that the decoder drives itself.
 *
 * They are internal to that package, and the reason why it is pinned: its public sequences add 130 microseconds per
 * token, miss one sequence per batch, allocate a candidate list per draw and cannot sample an unfiltered vocabulary
 * without sorting it. `loadPeer` refuses every other version, `nativeContext` every other shape.
 */
export interface NativeContext {
  /** Begins a batch of so many tokens. */
  initBatch(tokens: number): void;
  /** Adds tokens of one sequence; gives, for each of `logitIndexes`, where in the batch its logits will be. */
  addToBatch(sequence: number, position: number, tokens: Uint32Array, logitIndexes: Uint32Array): Uint32Array;
  /** Evaluates the batch on another thread. */
  decodeBatch(): Promise<void>;
  /** Draws behind one token of the last batch, on another thread. -1 where nothing is left to draw. */
  sampleToken(index: number, sampler: NativeSampler): Promise<number>;
  sampleToken(
    index: number,
    sampler: NativeSampler,
    probabilities: false,
    confidence: false,
    logits: NativeLogits,
    totalWeight: boolean,
  ): Promise<NativeScores>;
  /** Forgets positions from `start` on (`end` -1); false where the model cannot forget a part. */
  removeTokenCellsFromSequence(sequence: number, start: number, end: number): boolean;
  /** Forgets a whole sequence. */
  disposeSequence(sequence: number): void;
  /** The copy itself happens with the next batch; until then the state of the target must not be saved. */
  copySequenceStateFromOtherSequence?(target: number, source: number): Promise<number>;
  saveSequenceStateToFile(path: string, sequence: number, tokens: Uint32Array): Promise<number>;
  loadSequenceStateFromFile(path: string, sequence: number, mostTokens: number): Promise<Uint32Array>;
}

/** Logits to report: all that are left after the sampler's filters, or those of some tokens and of the drawn one. */
export type NativeLogits =
  | true
  | readonly [tokens: readonly number[], highest: false, lowest: false, drawn: boolean, top: number];

/** The drawn token, two unused places, pairs of token and logit, and the sum of exp(logit - largest). */
export type NativeScores = readonly [
  token: number,
  probabilities: undefined,
  confidence: undefined,
  logits: readonly number[] | undefined,
  totalWeight: number | undefined,
];

export interface NativeSampler {
  /** What is left out is off; unlike in the public options, where it has a default. */
  applyConfig(config: SamplerConfig): void;
  dispose(): void;
}

/** Applied in the order bias, top-k, top-p, min-p, temperature, draw; at temperature 0 bias, then the largest. */
export interface SamplerConfig {
  readonly temperature: number;
  readonly seed?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
  readonly tokenBiasKeys?: Uint32Array;
  readonly tokenBiasValues?: Float32Array;
}

export interface NativeModel {
  tokenize(text: string, specialTokens: boolean): Uint32Array;
  /** The token as the vocabulary spells it, which is not the text it stands for. */
  getTokenString(token: number): string;
  /** Bit set of llama.cpp's `llama_token_attr`. */
  getTokenAttributes(token: number): number;
  isEogToken(token: number): boolean;
  /** llama.cpp's `llama_vocab_type`. */
  getVocabularyType(): number;
}
