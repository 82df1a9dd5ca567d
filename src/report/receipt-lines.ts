import type { Counting } from '../core/count.ts';
import type { Bound, EndedBy, Receipt } from '../core/receipt.ts';
import { joinParts } from './join-parts.ts';
import { printableText } from './printable-text.ts';
import { symbols, type TextStyle } from './text-style.ts';
import { wrapText } from './wrap-text.ts';

const endings: Readonly<Record<EndedBy, string>> = {
  model: 'ended by the model',
  max: 'ended by max',
  time: 'ended by time',
  loop: 'ended by a loop',
  user: 'ended by you',
  context: 'ended by the context',
  tool: 'ended by a tool call',
  settled: 'ended by a settled answer',
  none: 'did not think',
};

const countings: Readonly<Record<Counting, string>> = {
  exact: 'exact count',
  reported: 'count reported by the engine',
  estimated: 'estimated count',
};

/** A receipt in one or two lines, and a line for each warning. */
export function receiptLines(receipt: Receipt, style: TextStyle): string[] {
  const { max, min, waits } = receipt.bounds;
  const claims = [
    thought(receipt),
    ...(min.asked === undefined ? [] : [`sampled ${min.happened} of at least ${min.asked}`]),
    ...(waits.asked === undefined && waits.happened === 0 ? [] : [waitsInWords(waits)]),
    endings[receipt.endedBy],
    ...verdicts({ max, min, waits }),
    countings[receipt.counting],
  ];
  return [
    ...joinParts(claims, style).map((line) => style.paint('faint', line)),
    ...receipt.warnings.flatMap((warning) => warningLines(warning, style)),
  ];
}

/** A warning, its code first, indented under itself where it is long. */
export function warningLines(warning: { readonly code: string; readonly message: string }, style: TextStyle): string[] {
  const { warning: mark } = symbols(style);
  const lines = wrapText(`${warning.code} ${printableText(warning.message)}`, style, { indent: '  ' });
  return lines.map((line, index) => style.paint('warning', index === 0 ? mark + line.slice(1) : line));
}

function thought({ thinkingTokens, bounds: { max } }: Receipt): string {
  if (max.asked === undefined) return `thought ${tokens(thinkingTokens)}`;
  return `thought ${thinkingTokens} of at most ${tokens(max.effective)}`;
}

function tokens(count: number): string {
  return count === 1 ? '1 token' : `${count} tokens`;
}

function waitsInWords({ asked, happened }: Bound): string {
  // A minimum can suppress more ends than `waits` asks for.
  if (typeof asked === 'number' && happened < asked) return `${happened} of ${asked} waits`;
  return happened === 1 ? '1 wait' : `${happened} waits`;
}

/** `held by mull` when every bound that was asked for was; otherwise what became of each. */
function verdicts(bounds: Readonly<Record<'max' | 'min' | 'waits', Bound>>): string[] {
  const asked = Object.entries(bounds).filter(([, bound]) => bound.asked !== undefined);
  const [first] = asked;
  if (!first) return [];
  const words = asked.map(([, bound]) => inWords(bound));
  if (words.every((word) => word === words[0])) return [words[0]!];
  return asked.map(([name], index) => `${name} ${words[index]}`);
}

function inWords({ verdict, by }: Bound): string {
  if (verdict === 'unknown') return 'not verified';
  if (verdict !== 'held') return verdict;
  if (by === 'nobody') return 'held';
  return by === 'mull' ? 'held by mull' : 'held by the engine';
}
