import type { Bound, Receipt } from '../../core/receipt.ts';

/**
 * A receipt in one line, for a header: `thinking=1200; max=2000 held; waits=2/2 held; ended-by=max; counting=exact`.
 * Bounds that nobody asked for are left out.
 */
export function receiptHeader({ bounds, thinkingTokens, answerTokens, endedBy, counting, warnings }: Receipt): string {
  const bound = (name: string, { asked, effective, verdict }: Bound, text = `${effective}`): string[] =>
    asked === undefined ? [] : [`${name}=${text} ${verdict}`];
  return [
    `thinking=${thinkingTokens}`,
    `answer=${answerTokens}`,
    ...bound('max', bounds.max),
    ...bound('min', bounds.min),
    ...bound('waits', bounds.waits, `${bounds.waits.happened}/${bounds.waits.effective}`),
    `ended-by=${endedBy}`,
    `counting=${counting}`,
    ...(warnings.length === 0 ? [] : [`warnings=${warnings.map(({ code }) => code).join(',')}`]),
  ].join('; ');
}
