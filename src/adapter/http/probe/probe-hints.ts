import type { ThinkingFormat } from '../../../core/thinking-format.ts';
import type { ChatApi } from '../chat/chat-dialect.ts';
import type { ToldFacts } from '../told-facts.ts';

/** What the user knows better. */
export interface ProbeHints {
  readonly api?: ChatApi;
  readonly model?: string;
  readonly contextSize?: number;
  readonly chatTemplate?: string;
  /** How a model of this name and template marks its thinking. */
  readonly formatFor: (name: string, chatTemplate: string | undefined) => ThinkingFormat;
  /** Tries also what the best way of use does not need. */
  readonly thorough: boolean;
  /** What need not be found out. */
  readonly told: ToldFacts;
  /** What the model is asked, instead of the usual question. */
  readonly question?: string;
  readonly signal?: AbortSignal;
}
