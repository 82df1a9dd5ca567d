import type { EndReason } from '../engine/generation.ts';

/** What the driver tells `decide`: the outcome of its last action, or something that happened meanwhile. */
export type Observation =
  | { readonly type: 'start' }
  /** Thinking text came. `boundary`: the thinking now ends at a sentence or line end. `looping`: see rule 12. */
  | { readonly type: 'chunk'; readonly tokens: number; readonly boundary: boolean; readonly looping: boolean }
  /** A generation of thinking ended; `tokens`: what all of it left in the sequence, in place of the chunks' sum. */
  | { readonly type: 'end'; readonly reason: EndReason; readonly tokens: number }
  /** Thinking was interrupted to look at it, and goes on; `tokens` as for `end`. */
  | { readonly type: 'paused'; readonly tokens: number }
  /** A message was appended. */
  | { readonly type: 'waited'; readonly tokens: number }
  /** Thinking was closed with a delimiter and, after a cut, `finish`. */
  | { readonly type: 'closed'; readonly delimiter: number; readonly finish: number }
  /** The model wrote the header of its next message. */
  | { readonly type: 'header'; readonly names: 'thinking' | 'tool' | 'answer' }
  | { readonly type: 'answer-chunk'; readonly tokens: number }
  /** `reopens`: the model began to think again. `tokens` as for `end`. */
  | { readonly type: 'answer-end'; readonly reason: EndReason; readonly tokens: number; readonly reopens: boolean }
  /** Thinking was opened again. */
  | { readonly type: 'reopened'; readonly delimiter: number }
  /** From outside: think more (with which message of the rotation), answer now, the deadline passed, it is settled. */
  | { readonly type: 'request'; readonly what: 'wait'; readonly message?: number }
  | { readonly type: 'request'; readonly what: 'answer' | 'time' | 'settled' }
  /** From outside: at most so many thinking tokens from here on. */
  | { readonly type: 'limited'; readonly within: number };
