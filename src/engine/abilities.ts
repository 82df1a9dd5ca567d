import type { Counting } from '../core/count.ts';

/** What an engine can really do. Nothing above the engine guesses: what is not here is refused, not faked. */
export interface Abilities {
  /** Chunks carry token ids, and `encode` exists. */
  readonly tokenIds: boolean;
  /** How a sequence can be continued after mull appended to it. */
  readonly continuation: 'tokens' | 'text' | 'chat' | 'none';
  /** Control strings in user text stay text; otherwise they are broken up with `W_CONTROL_TEXT`. */
  readonly literalText: boolean;
  /** `banFirst` of a generation is honoured for single tokens. */
  readonly ban: boolean;
  readonly rewind: boolean;
  /** `copy`: a fork shares what was evaluated · `prefix`: it is sent again and the server's cache may help. */
  readonly fork: 'copy' | 'prefix' | 'none';
  /** `append` can read token log-probabilities behind its parts. */
  readonly read: boolean;
  /** Most alternatives reported per sampled token; 0 for none. */
  readonly logprobs: number;
  readonly media: boolean;
  readonly tools: boolean;
  readonly grammar: boolean;
  /** `frequencyPenalty` and `presencePenalty` of a sampling are honoured, otherwise `E_UNSUPPORTED`. */
  readonly penalties: boolean;
  /** `logitBias` of a sampling is honoured, otherwise `E_UNSUPPORTED`. */
  readonly bias: boolean;
  /** Sequences that can be open at the same time. */
  readonly slots: number;
  readonly counting: Counting;
  /** Same prompt, options and seed give the same tokens, alone or beside others. */
  readonly reproducible: boolean;
  /** Thinking happens but its text is not shown. */
  readonly hiddenThinking: boolean;
  /** The engine can hold a maximum of thinking tokens by itself. */
  readonly nativeMax: boolean;
  /** `minTokens` of a generation is honoured: the engine bans every end until then. */
  readonly nativeMin: boolean;
  /** The engine can be told how hard to think when a sequence is opened. */
  readonly nativeEffort: boolean;
}
