/** The words of an answer without LaTeX around them; undefined where commands are left. */
export function plainText(text: string): string | undefined {
  const plain = text
    .replace(
      /\\(?:text|mbox|textbf|textit|textrm|textnormal|mathrm|mathbf|mathit|operatorname|emph|textsf|boxed)\b\s*/g,
      '',
    )
    .replace(/\\[ ,;:!]|\\q?quad\b|~|[{}$]|\\\(|\\\)|\*\*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.includes('\\') ? undefined : plain;
}

/** The form in which texts are compared: no case, no articles, no punctuation at the ends, single spaces. */
export function comparableText(text: string): string {
  const plain = plainText(text) ?? text;
  return plain
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\s"'`“”‘’]+/g, ' ')
    .replace(/\b(?:the|a|an)\s+/g, '')
    .replace(/-/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.,;:!?()*]+|[\s.,;:!?()*]+$/g, '');
}
