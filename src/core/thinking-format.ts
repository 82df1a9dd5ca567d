/**
 * How one model family marks its thinking. All strings may contain control tokens.
 *
 * The strings are templates for what mull appends; `ends` and `reopens` are what it watches for.
 */
export interface ThinkingFormat {
  /** Shown to the user: `s1`, `think`, `harmony`, ... */
  readonly name: string;
  /** Appended after the rendered prompt to open thinking; empty where the template itself has opened it. */
  readonly open: string;
  /** What the model writes to end thinking. For s1 this is `<|im_start|>`, which is less than `close`. */
  readonly ends: readonly string[];
  /** Appended in place of an end that the model wrote. */
  readonly close: string;
  /**
   * Appended to end thinking that the model did not end, before `finish`. A line end is put in front of it unless
   * the thinking already ends in one.
   */
  readonly cut: string;
  /** What the model writes to open thinking again inside its answer. */
  readonly reopens: readonly string[];
  /**
   * A template variable that turns thinking off, the value that does, and the value that turns it on where the
   * template leaves it off by itself.
   */
  readonly switch?: {
    readonly variable: string;
    readonly off: boolean | string | number;
    readonly on?: boolean | string | number;
  };
  /**
   * Formats in which the model writes the header of its next message itself (gpt-oss): `close` is appended, then the
   * model writes up to `until`; a header that matches `thinking` means that it thinks on in a new block.
   */
  readonly header?: { readonly until: string; readonly thinking: RegExp; readonly tool: RegExp };
  /** For models without a format of their own: the instruction that is added to the system message. */
  readonly instruction?: string;
  /**
   * How this was found: in the chat template, from the model's family, told by the user, made up by mull, or not needed as
   * the server tells thinking apart itself.
   */
  readonly foundBy: 'template' | 'family' | 'user' | 'prompted' | 'server';
}
