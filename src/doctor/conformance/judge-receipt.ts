import type { Bound, Receipt } from '../../core/receipt.ts';
import type { Amounts } from './amounts.ts';
import type { ConformanceRow } from './conformance-row.ts';
import { judgeMaximum, judgeMinimum, judgeWaits } from './judge.ts';

/**
 * What became of a bound that mull was asked for.
 *
 * @param natural - tokens of thinking without a bound, one number per attempt
 */
export function judgeReceipt(
  bound: ConformanceRow['bound'],
  asked: number,
  receipt: Receipt,
  { natural, amounts }: { readonly natural: readonly number[]; readonly amounts: Amounts },
): Pick<ConformanceRow, 'how' | 'happened' | 'counting' | 'verdict' | 'remark'> {
  const { thinkingTokens, bounds, counting, endedBy, answerTokens } = receipt;
  const unanswered = answerTokens === 0 ? { remark: 'no answer came' } : {};
  const why = receipt.warnings.filter(({ code }) => code === 'W_NO_PROGRESS').map(({ message }) => message);
  const missed = why.length === 0 ? unanswered : { remark: why.join(' ') };
  if (bound === 'waits') {
    const happened = bounds.waits.happened;
    // Thinking that never ends by itself gives no end to suppress.
    if (happened < asked && endedBy === 'max') {
      const remark = `it did not end within ${amounts.waitsCap.toLocaleString('en-US')} tokens`;
      return { how: holder('waits', bounds.waits), happened: [happened], counting, verdict: 'unknown', remark };
    }
    return {
      how: holder('waits', bounds.waits),
      happened: [happened],
      counting,
      verdict: judgeWaits(asked, happened),
      ...missed,
    };
  }
  if (bound === 'min') {
    const { happened } = bounds.min;
    return {
      how: holder('min', bounds.min),
      happened: [happened],
      counting,
      verdict: judgeMinimum(asked, happened, natural),
      ...missed,
    };
  }
  const unseen = bound === 'off' ? unseenTokens(receipt) : 0;
  const spent = thinkingTokens + unseen;
  const hidden = unseen === 0 ? unanswered : { remark: `${unseen} tokens were written that were not shown` };
  const how = bound === 'off' && spent === 0 ? 'thinking closed or switched off' : holder('max', bounds.max);
  return {
    how,
    happened: [spent],
    counting,
    verdict: judgeMaximum(asked, spent, natural),
    ...hidden,
  };
}

/** Ends and delimiters: tokens that a server counts and nobody misses. */
const usual = 8;

/**
 * Tokens that were drawn where there was to be no thinking, and stand nowhere in the answer: it was thought all the same,
 * and looking away would hold no bound.
 */
function unseenTokens({ usage, thinkingTokens, answerTokens }: Receipt): number {
  const unseen = usage.sampled - thinkingTokens - answerTokens;
  return unseen > usual ? unseen : 0;
}

const acts = {
  max: 'cut by mull',
  min: 'ends suppressed by mull',
  waits: '"Wait" put in by mull',
} as const;

function holder(bound: keyof typeof acts, { by }: Bound): string {
  return { mull: acts[bound], engine: 'left to the server', nobody: 'asked of nobody' }[by];
}
