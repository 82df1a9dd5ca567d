import type { Count } from './count.ts';
import type { Message } from './message.ts';
import type { EndedBy, Receipt } from './receipt.ts';
import type { ThinkingFormat } from './thinking-format.ts';

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
}

/**
 * What happens during a run, in this order: `prompt`, `thinking-start`, `thinking-delta` and `forced`, `thinking-end`,
 * `answer-start`, `answer-delta`, `finish`. Thinking that is opened again inside the answer repeats the middle part.
 *
 * The deltas of a channel, joined, are its whole text: text that mull appended stands there too, marked `forced`, and
 * a `forced` event just before it says why.
 */
export type ThinkEvent =
  | { readonly type: 'prompt'; readonly tokens: Count; readonly max: number; readonly format: ThinkingFormat }
  | { readonly type: 'thinking-start' }
  | {
      readonly type: 'thinking-delta';
      readonly text: string;
      readonly forced: boolean;
      readonly tokens?: readonly number[];
    }
  | {
      readonly type: 'forced';
      /** `wait`: told to go on · `cut`: ended by a bound · `close`: the delimiter of an end the model made. */
      readonly kind: 'wait' | 'cut' | 'close';
      readonly text: string;
      /** Thinking tokens before this text. */
      readonly position: number;
    }
  | { readonly type: 'thinking-end'; readonly endedBy: EndedBy }
  | { readonly type: 'answer-start' }
  | {
      readonly type: 'answer-delta';
      readonly text: string;
      readonly forced: boolean;
      readonly tokens?: readonly number[];
    }
  | { readonly type: 'finish'; readonly result: ThinkResult };
