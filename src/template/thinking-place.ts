/**
 * Where an earlier turn's thinking goes: a field of its message, a part of its content, or in front of its content
 * between delimiters, which stand there instead of what the template writes in front of an answer without thinking.
 */
export type ThinkingPlace =
  | { readonly field: string }
  | { readonly type: string; readonly part: string }
  | { readonly open: string; readonly close: string; readonly instead: string };
