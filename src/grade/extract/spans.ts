/** A formula in a text. */
export interface Span {
  readonly content: string;
  readonly start: number;
  readonly end: number;
}

const delimiters = /\$\$|\\\[|\\\(|(?<!\\)\$|\\begin\{(?:align|equation|gather)\*?\}/g;

/** The formulas of a text: `$...$`, `$$...$$`, `\(...\)`, `\[...\]`. A dollar sign before an amount opens none. */
export function spans(text: string): readonly Span[] {
  const found: Span[] = [];
  delimiters.lastIndex = 0;
  for (let match = delimiters.exec(text); match !== null; match = delimiters.exec(text)) {
    const open = match[0];
    const from = match.index + open.length;
    const end = closing(text, open, from);
    if (end === undefined) continue;
    const content = text.slice(from, end.at);
    if (open === '$' && (isMoney(content) || isAmount(text, content, end.after))) continue;
    found.push({ content, start: match.index, end: end.after });
    delimiters.lastIndex = end.after;
  }
  return found;
}

function closing(text: string, open: string, from: number): { at: number; after: number } | undefined {
  const wanted = open === '\\[' ? '\\]' : open === '\\(' ? '\\)' : open.startsWith('\\begin') ? '\\end{' : open;
  let at = text.indexOf(wanted, from);
  while (wanted === '$' && at > 0 && text[at - 1] === '\\' && text[at - 2] !== '\\') at = text.indexOf('$', at + 1);
  if (at < 0 || at - from > 5_000) return undefined;
  if (wanted !== '\\end{') return { at, after: at + wanted.length };
  const brace = text.indexOf('}', at);
  return brace < 0 ? undefined : { at, after: brace + 1 };
}

/** `$5 and $7`: a closing dollar sign does not stand before a digit. */
function isAmount(text: string, content: string, after: number): boolean {
  return /^\d/.test(content) && /\d/.test(text[after] ?? '');
}

/** Two words of prose between dollar signs: what lies between two amounts, not a formula. */
function isMoney(content: string): boolean {
  if (/\n\s*\n/.test(content)) return true;
  const bare = content
    .replace(/\\(?:text|mbox|mathrm|textbf|operatorname)\s*\{[^{}]*\}/g, '')
    .replace(/\\[A-Za-z]+/g, ' ');
  return /(?:^|[^A-Za-z\\])[A-Za-z]{2,}[,;:?]?\s+[A-Za-z]{2,}(?![A-Za-z(])/.test(bare) && !/^\s*\\text/.test(content);
}
