/**
 * What a dialect server does, whatever its name says. Each dialect has its documented behaviour; a test overrides single
 * fields to get a server that claims to be one thing and does another.
 */
export interface Behaviour {
  /** A maximum of thinking tokens, asked for in the host's own way: held, accepted and ignored, or refused. */
  readonly maximum: 'held' | 'ignored' | 'refused';
  /** Tokens by which a held maximum is exceeded. */
  readonly overshoot: number;
  /** A minimum of tokens before stops (`min_tokens`): held, or accepted and ignored. */
  readonly minimum: 'held' | 'ignored';
  /** Stop strings are looked for. */
  readonly stops: boolean;
  /** Stop token ids are looked for. */
  readonly stopTokens: boolean;
  /**
   * An assistant message at the end, marked in the host's own way: continued, answered as if it were a finished turn, or
   * refused.
   */
  readonly prefill: 'continued' | 'ignored' | 'refused';
  /** Thinking given with that message is continued; otherwise it is closed or dropped. */
  readonly prefilledThinking: boolean;
  /** There is an endpoint that continues plain text. */
  readonly completions: boolean;
  /** That endpoint takes token ids. */
  readonly tokenPrompts: boolean;
  /** Token ids are returned where they are asked for. */
  readonly returnsTokens: boolean;
  /** Texts can be turned into token ids and back. */
  readonly tokenizer: boolean;
  readonly logprobs: boolean;
  /** `logit_bias` is applied. */
  readonly logitBias: boolean;
  /** Where thinking is shown in chats; `content`: in the answer, delimiters included. */
  readonly reasoningField: 'reasoning' | 'reasoning_content' | 'thinking' | 'content';
  /** Thinking happens, and its text is not shown. */
  readonly hidesThinking: boolean;
  /** An effort reaches the model: as a line of its prompt, or by switching thinking off. */
  readonly effort: boolean;
  /** Usage is reported. */
  readonly usage: boolean;
  /** Thinking tokens are counted in the usage. */
  readonly thinkingUsage: boolean;
  /** Cached prompt tokens are counted in the usage. */
  readonly cacheUsage: boolean;
  /** The size of the context can be asked for. */
  readonly contextSize: boolean;
}
