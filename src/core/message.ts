/** Binary input of a vision or audio model. */
export interface Media {
  readonly type: 'image' | 'audio';
  /** An IANA media type, `image/png`. */
  readonly mediaType: string;
  readonly data: Uint8Array | URL;
}

/** A function the model may call; `parameters` is a JSON Schema. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** One call of a tool by the model; `arguments` is JSON text, as models write it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'media'; readonly media: Media };

/** One turn of a conversation. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string | readonly ContentPart[];
  /** Thinking of an earlier assistant turn. Not sent again unless asked for. */
  readonly thinking?: string;
  readonly toolCalls?: readonly ToolCall[];
  /** For `tool` messages: which call this answers. */
  readonly toolCallId?: string;
}
