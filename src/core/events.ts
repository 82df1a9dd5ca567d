import type { Count } from './count.ts';
import type { Message, ToolCall } from './message.ts';
import type { EndedBy, Receipt } from './receipt.ts';
import type { BranchRecord } from './run-record.ts';
import type { Spent } from './spent.ts';
import type { ThinkingFormat } from './thinking-format.ts';
import type { TokenLogprob } from './token-logprob.ts';
import type { Vote } from './vote.ts';

/** The outcome of one `think()`. */
export interface ThinkResult {
  /** The answer deltas joined, white space trimmed at both ends; includes `finish`. */
  readonly answer: string;
  /** The thinking deltas joined, appended messages included. */
  readonly thinking: string;
  readonly receipt: Receipt;
  /** How the answer ended: the model's end of turn, its cap, or a call of a tool. */
  readonly finishReason: 'stop' | 'length' | 'tool-call';
  /** Which of the texts given as `stop` ended the answer, where one did. */
  readonly stop?: string;
  /** The assistant's turn, to be added to `messages` for the next one. */
  readonly message: Message;
  /** Which strategy made it, in its text form; this and all below only where there was one. */
  readonly strategy?: string;
  /** What the chains answered, the most votes first. */
  readonly votes?: readonly Vote[];
  /** Every chain with its own receipt; `receipt` above is that of the one whose answer was taken. */
  readonly branches?: readonly BranchRecord[];
  /** The chain whose answer was taken, by its number in `branches`. */
  readonly chosen?: number;
  /** What all chains, probes and judges together cost. */
  readonly total?: Spent;
}

/**
 * What happens during a run, in this order: `prompt`, `thinking-start`, `thinking-delta` and `forced`, `thinking-end`,
 * `answer-start`, `answer-delta` and `tool-call`, `finish`. Thinking that is opened again inside the answer repeats the
 * middle part.
 *
 * The deltas of a channel, joined, are its whole text: text that mull appended stands there too, marked `forced`, and
 * a `forced` event just before it says why.
 *
 * With a strategy the events of its chains say which one they belong to; `branch-start` and `branch-end` stand around
 * them, `vote` tells how the vote stands, and behind the last chain come, without a branch, `answer-start`, the answer
 * that was chosen as one `answer-delta`, and the only `finish`.
 */
export type ThinkEvent = (ChainEvent & OfBranch) | BranchEvent | FinishEvent;

interface OfBranch {
  /** Which chain of a strategy, from 0; absent for the run itself. */
  readonly branch?: number;
}

interface FinishEvent {
  readonly type: 'finish';
  readonly result: ThinkResult;
}

type BranchEvent =
  | { readonly type: 'branch-start'; readonly branch: number; readonly seed: number }
  | { readonly type: 'branch-end'; readonly branch: number; readonly record: BranchRecord }
  | { readonly type: 'vote'; readonly votes: readonly Vote[] };

type ChainEvent =
  | { readonly type: 'prompt'; readonly tokens: Count; readonly max: number; readonly format: ThinkingFormat }
  | { readonly type: 'thinking-start' }
  | {
      readonly type: 'thinking-delta';
      readonly text: string;
      readonly forced: boolean;
      readonly tokens?: readonly number[];
      /** One per token, where they were asked for. */
      readonly logprobs?: readonly TokenLogprob[];
    }
  | {
      readonly type: 'forced';
      /**
       * `wait`: told to go on · `cut`: ended by a bound · `close`: the delimiter of an end the model made · `open`: the
       * delimiter with which the model opened its thinking again, just before the `thinking-start` of that
       */
      readonly kind: 'wait' | 'cut' | 'close' | 'open';
      readonly text: string;
      /** Thinking tokens before this text. */
      readonly position: number;
    }
  | { readonly type: 'thinking-end'; readonly endedBy: EndedBy }
  /** The answer calls a tool; the call is no part of its text. */
  | { readonly type: 'tool-call'; readonly call: ToolCall }
  | { readonly type: 'answer-start' }
  | {
      readonly type: 'answer-delta';
      readonly text: string;
      readonly forced: boolean;
      readonly tokens?: readonly number[];
      readonly logprobs?: readonly TokenLogprob[];
    };
