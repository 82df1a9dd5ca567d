const encoder = new TextEncoder();

/** Bytes of a text in UTF-8: they stand for tokens where an engine cannot count (rule 5). Never fewer than tokens. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
