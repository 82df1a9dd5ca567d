import type { Receipt } from '../core/receipt.ts';

/** What the page shows of thinking, in its order. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  /** What was appended so that it thinks on, and the thinking tokens before it; `told`: it has come as thinking, too. */
  | {
      readonly kind: 'wait';
      readonly text: string;
      readonly position: number;
      readonly n: number;
      readonly told: boolean;
    }
  | { readonly kind: 'cut'; readonly position: number };

/** One run as far as it has come. */
export interface RunState {
  readonly phase: 'asking' | 'thinking' | 'answering' | 'done' | 'failed' | 'stopped';
  readonly pieces: readonly Piece[];
  readonly answer: string;
  /** Pieces of thinking that came, which is about one for each token. */
  readonly pace: number;
  readonly waits: number;
  readonly receipt?: Receipt;
  readonly failure?: Failure;
  /** What has just happened, for those who do not see the page. */
  readonly news: string;
}

export interface Failure {
  readonly message: string;
  readonly code?: string;
  /** The server wants a key. */
  readonly needsKey: boolean;
}

/** What can happen to a run. */
export type RunEvent =
  | { readonly type: 'thinking'; readonly text: string }
  | { readonly type: 'answer'; readonly text: string }
  | {
      readonly type: 'forced';
      readonly kind: 'wait' | 'cut' | 'close' | 'open';
      readonly text: string;
      readonly position: number;
    }
  | { readonly type: 'receipt'; readonly receipt: Receipt }
  | { readonly type: 'end' }
  | { readonly type: 'stop' }
  | { readonly type: 'fail'; readonly failure: Failure };

export const newRun: RunState = { phase: 'asking', pieces: [], answer: '', pace: 0, waits: 0, news: 'Asked.' };

/** A run after one more thing has happened. */
export function runAfter(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'thinking':
      return afterThinking(state, event.text);
    case 'answer':
      return {
        ...state,
        phase: 'answering',
        answer: state.answer + event.text,
        news: state.phase === 'answering' ? state.news : 'Answering.',
      };
    case 'forced':
      return afterForced(state, event);
    case 'receipt':
      return { ...state, receipt: event.receipt };
    case 'end':
      return { ...state, phase: 'done', news: summary(state) };
    case 'stop':
      return { ...state, phase: 'stopped', news: 'Stopped.' };
    case 'fail':
      return { ...state, phase: 'failed', failure: event.failure, news: event.failure.message };
  }
}

function afterThinking(state: RunState, text: string): RunState {
  const last = state.pieces.at(-1);
  const next = {
    ...state,
    phase: 'thinking' as const,
    pace: state.pace + 1,
    news: state.phase === 'asking' ? 'Thinking.' : state.news,
  };
  const before = state.pieces.slice(0, -1);
  // The text of a Wait comes again as thinking, right behind the event that told of it.
  if (last?.kind === 'wait' && !last.told && last.text === text)
    return { ...next, pieces: [...before, { ...last, told: true }] };
  if (last?.kind !== 'text') return { ...next, pieces: [...state.pieces, { kind: 'text', text }] };
  return { ...next, pieces: [...before, { kind: 'text', text: last.text + text }] };
}

function afterForced(state: RunState, { kind, text, position }: Extract<RunEvent, { type: 'forced' }>): RunState {
  if (kind === 'close' || kind === 'open') return state;
  if (kind === 'cut') {
    return { ...state, pieces: [...state.pieces, { kind, position }], news: `Cut at ${tokens(position)}.` };
  }
  const n = state.waits + 1;
  return {
    ...state,
    waits: n,
    pieces: [...state.pieces, { kind, text, position, n, told: false }],
    news: `Told to think on, wait ${n}.`,
  };
}

function summary({ answer, receipt }: RunState): string {
  const said = answer.trim() === '' ? 'No answer.' : `Answer: ${answer.trim()}`;
  if (receipt === undefined) return said;
  const warned = receipt.warnings.length === 0 ? '' : ` ${receipt.warnings.length} warnings.`;
  return `${said} Thought ${tokens(receipt.thinkingTokens)}.${warned}`;
}

export function tokens(count: number): string {
  return count === 1 ? '1 token' : `${count.toLocaleString('en')} tokens`;
}
