import type { ChatApi } from './chat/chat-dialect.ts';
import type { ChatForm } from './chat-form.ts';
import type { Fact } from './fact.ts';
import type { OwnMaximumField } from './own-bounds.ts';
import type { OwnEffort } from './own-effort.ts';
import type { TokenizeForm } from './server-tokenizer.ts';

/**
 * Which fields beyond OpenAI's a server takes.
 *
 * `llama`: those of llama-server · `extended`: top-k, min-p and the token switches of vLLM and SGLang · `plain`: none
 */
export type FieldSet = 'llama' | 'extended' | 'plain';

/** The field that bounds the tokens of an answer; newer models of OpenAI take only the second. */
export type ChatLimit = 'max_tokens' | 'max_completion_tokens';

/** Everything that was found out about one model on one server. */
export interface ServerFacts {
  /** Which API for messages it speaks. */
  readonly api: Fact<ChatApi>;
  readonly model: Fact<string>;
  readonly contextSize: Fact<number>;
  /** Most tokens of one answer, thinking included; undefined where it does not say. */
  readonly mostOutput: Fact<number | undefined>;
  /** Whether messages may hold images. */
  readonly images: Fact<boolean>;
  /** Requests it works on at the same time; undefined where it does not say. */
  readonly slots: Fact<number | undefined>;
  readonly chatTemplate: Fact<string | undefined>;
  readonly bosToken: Fact<string | undefined>;
  readonly eosToken: Fact<string | undefined>;
  readonly vocabularySize: Fact<number | undefined>;
  readonly parameters: Fact<number | undefined>;
  readonly fields: Fact<FieldSet>;
  readonly tokenizer: Fact<TokenizeForm | undefined>;
  /** Tokens that end a turn, by id, with their names. */
  readonly turnEnds: Fact<ReadonlyMap<number, string>>;
  /** What the server puts in front of every text by itself. */
  readonly addedToText: Fact<string>;
  /** Where token ids can be continued and come back. */
  readonly tokenContinuation: Fact<'llama' | 'completions' | undefined>;
  readonly textContinuation: Fact<boolean>;
  /** Whether a control string written by the model can be seen, or stopped at, in a continued text. */
  readonly controlsInText: Fact<boolean>;
  /** Whether the server says which stop ended a text. */
  readonly tellsStop: Fact<boolean>;
  readonly logprobs: Fact<boolean>;
  readonly cacheCounters: Fact<boolean>;
  readonly chat: Fact<boolean>;
  /** Where messages put their thinking. */
  readonly reasoningField: Fact<string | undefined>;
  readonly chatContinuation: Fact<ChatForm | undefined>;
  readonly renders: Fact<boolean>;
  /** Thinking is counted and not shown. */
  readonly hiddenThinking: Fact<boolean>;
  readonly chatLimit: Fact<ChatLimit>;
  /** Whether an end of thinking can be seen, or stopped at, in a continued chat. */
  readonly controlsInChat: Fact<boolean>;
  /** Whether the server holds back ends, by `min_tokens`, where token ids are continued. */
  readonly ownMinimum: Fact<boolean>;
  /** The field by which the server holds a maximum of thinking tokens itself. */
  readonly ownMaximum: Fact<OwnMaximumField | undefined>;
  /** How the server is told an effort. */
  readonly ownEffort: Fact<OwnEffort | undefined>;
}
