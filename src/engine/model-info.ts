import type { ThinkingFormat } from '../core/thinking-format.ts';

/** What is known of the model behind an engine, and how. */
export interface ModelInfo {
  readonly name: string;
  /** Most tokens of one sequence, prompt included. */
  readonly contextSize: number;
  /** The model's own chat template (Jinja); absent where the server renders it. */
  readonly chatTemplate?: string;
  /** Special token strings a template may refer to. */
  readonly bosToken?: string;
  readonly eosToken?: string;
  readonly thinking: ThinkingFormat;
  readonly architecture?: string;
  readonly parameters?: number;
  readonly vocabularySize?: number;
}
