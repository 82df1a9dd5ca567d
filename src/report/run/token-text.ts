/** A mean number of tokens: `1,234` or `12.5`. */
export function tokenText(tokens: number): string {
  return tokens >= 100 ? Math.round(tokens).toLocaleString('en-US') : tokens.toFixed(1);
}
