/**
 * Where an earlier turn's thinking goes: a field of its message, a part of its content, or in front of its content
 * between delimiters.
 */
export type ThinkingPlace =
  | { readonly field: string }
  | { readonly type: string; readonly part: string }
  | { readonly open: string; readonly close: string };
