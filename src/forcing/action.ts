/** What the driver has to do next. A running generation is left first, except for `keep`. */
export type Action =
  | { readonly type: 'keep' }
  | { readonly type: 'think'; readonly maxTokens: number; readonly minTokens: number; readonly banEnds: boolean }
  /** Append the n-th message of the rotation. */
  | { readonly type: 'wait'; readonly n: number }
  /** Close thinking: `close` behind an end the model made, `cut` behind any other. */
  | { readonly type: 'close'; readonly kind: 'close' | 'cut'; readonly finish: boolean }
  | { readonly type: 'header' }
  /** Open thinking again, and close it at once with `finish` where nothing of the maximum is left. */
  | { readonly type: 'reopen'; readonly closeAtOnce: boolean; readonly finish: boolean }
  | { readonly type: 'answer'; readonly maxTokens: number }
  | { readonly type: 'finish'; readonly reason: 'stop' | 'length' | 'tool-call' };
