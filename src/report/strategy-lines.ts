import type { ThinkResult } from '../core/events.ts';
import { voteLines } from './branch-board.ts';
import { joinParts } from './join-parts.ts';
import { printableText } from './printable-text.ts';
import { receiptLines } from './receipt-lines.ts';
import type { TextStyle } from './text-style.ts';

/** What a strategy came to: the vote, the answer, what everything cost, and the receipt of the chain that was chosen. */
export function strategyLines(result: ThinkResult, style: TextStyle): string[] {
  const { answer, branches = [], chosen, receipt, strategy, total, votes = [] } = result;
  const chains = branches.length === 1 ? '1 chain' : `${branches.length} chains`;
  const cost =
    total === undefined
      ? []
      : [
          `${total.thinkingTokens} thinking tokens`,
          `${total.answerTokens} answer tokens`,
          ...(total.probeTokens > 0 ? [`${total.probeTokens} probe tokens`] : []),
        ];
  const own = branches.length === 1 ? [] : [style.paint('faint', `chain ${chosen}:`)];
  return [
    ...(votes.length === 0 ? [] : [...voteLines(votes, style), '']),
    answer === '' ? style.paint('faint', '(no answer)') : style.paint('answer', printableText(answer)),
    '',
    ...joinParts([strategy ?? '', chains, ...cost], style).map((line) => style.paint('faint', line)),
    ...own,
    ...receiptLines(receipt, style),
  ];
}
