import type { Count } from '../../../core/count.ts';
import type { ErrorCode } from '../../../core/error-codes.ts';
import type { EngineUsage } from '../../../core/usage.ts';
import type { Abilities } from '../../../engine/abilities.ts';
import type { OpenOptions } from '../../../engine/engine.ts';
import type { Chunk, End, GenerateOptions } from '../../../engine/generation.ts';
import type { ModelInfo } from '../../../engine/model-info.ts';
import type { Part, Prompt } from '../../../engine/prompt.ts';
import type { Appended, AppendOptions } from '../../../engine/sequence.ts';
import type { Choice } from '../choose-settings.ts';
import type { LlamaEngineOptions } from '../llama-options.ts';

/** What can be asked of the child: arguments and answer of each call. Sequences, generations and marks are numbers. */
export interface Calls {
  /** Loads a model, uses it for a moment and forgets it. */
  try: { readonly ask: LlamaEngineOptions; readonly answer: undefined };
  /** Loads the model that all other calls are about. */
  start: { readonly ask: LlamaEngineOptions; readonly answer: Started };
  encode: { readonly ask: Part; readonly answer: readonly number[] };
  open: {
    readonly ask: { readonly prompt: Prompt; readonly options: Omit<OpenOptions, 'signal'> };
    readonly answer: Opened;
  };
  append: {
    readonly ask: {
      readonly sequence: number;
      readonly parts: readonly Part[];
      readonly options: Omit<AppendOptions, 'signal'>;
    };
    readonly answer: { readonly appended: Appended; readonly state: SequenceView };
  };
  generate: {
    readonly ask: {
      readonly sequence: number;
      readonly generation: number;
      readonly options: Omit<GenerateOptions, 'signal'>;
    };
    readonly answer: undefined;
  };
  next: { readonly ask: { readonly sequence: number; readonly generation: number }; readonly answer: Next };
  leave: { readonly ask: { readonly sequence: number; readonly generation: number }; readonly answer: Next };
  rewind: {
    readonly ask: { readonly sequence: number; readonly mark: number };
    readonly answer: SequenceView;
  };
  fork: {
    readonly ask: { readonly sequence: number; readonly seeds: readonly number[] };
    readonly answer: { readonly forks: readonly Opened[]; readonly state: SequenceView };
  };
  close: { readonly ask: { readonly sequence: number }; readonly answer: SequenceView };
  /** Closes the engine. */
  shutdown: { readonly ask: undefined; readonly answer: undefined };
}

/** What a sequence tells without being asked, as of the end of a call. */
export interface SequenceView {
  readonly length: Count;
  readonly usage: EngineUsage;
}

export interface Opened {
  readonly sequence: number;
  readonly state: SequenceView;
}

export interface Started {
  readonly id: string;
  readonly model: ModelInfo;
  readonly abilities: Abilities;
  readonly choices: readonly Choice[];
}

/** A chunk, or the end. */
export interface Next {
  readonly chunk?: Chunk;
  readonly end?: End;
  readonly state: SequenceView;
}

export type CallName = keyof Calls;

export interface Call {
  readonly kind: 'call';
  readonly call: number;
  readonly name: CallName;
  readonly ask: unknown;
  /** Its signal is aborted already. */
  readonly aborted: boolean;
}

export type ToChild =
  | Call
  /** The signal of a call was aborted. */
  | { readonly kind: 'abort'; readonly call: number }
  /** The signal of a generation was aborted. */
  | { readonly kind: 'abort-generation'; readonly generation: number }
  /** A mark is made at once, where the sequence stands when this arrives. */
  | { readonly kind: 'mark'; readonly sequence: number; readonly mark: number }
  | { readonly kind: 'forget-mark'; readonly mark: number };

export type FromChild =
  | { readonly kind: 'answer'; readonly call: number; readonly answer: unknown }
  | { readonly kind: 'fault'; readonly call: number; readonly fault: Fault; readonly state?: SequenceView };

/** An error on its way from the child. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly cause?: string;
}
