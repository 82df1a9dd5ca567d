import { describe, expect, test } from 'vitest';
import type { Bound, Receipt } from '../../../src/core/receipt.ts';
import { amountsFor } from '../../../src/doctor/conformance/amounts.ts';
import { judgeReceipt } from '../../../src/doctor/conformance/judge-receipt.ts';

const natural = [60];
const known = { natural, amounts: amountsFor(natural)! };

describe('what mull did is judged by its receipt', () => {
  test('a maximum by the tokens of thinking', () => {
    expect(judgeReceipt('max', 20, receipt({ thinkingTokens: 20 }), known)).toMatchObject({
      verdict: 'held',
      happened: [20],
      how: 'cut by mull',
    });
    expect(judgeReceipt('max', 20, receipt({ thinkingTokens: 23 }), known)).toMatchObject({ verdict: 'exceeded' });
  });

  test('a minimum by the tokens that were sampled, and a Wait by the ends that were suppressed', () => {
    const bounds = { min: bound({ happened: 80 }), waits: bound({ happened: 1 }) };
    expect(judgeReceipt('min', 90, receipt({ bounds }), known)).toMatchObject({ verdict: 'short', happened: [80] });
    expect(judgeReceipt('waits', 1, receipt({ bounds }), known)).toMatchObject({ verdict: 'held', happened: [1] });
  });

  test('no Wait is no failure where thinking did not end: it could not be told', () => {
    const bounds = { min: bound({}), waits: bound({ happened: 0 }) };
    expect(judgeReceipt('waits', 1, receipt({ bounds, endedBy: 'max' }), known)).toMatchObject({ verdict: 'unknown' });
    expect(judgeReceipt('waits', 1, receipt({ bounds, endedBy: 'model' }), known)).toMatchObject({ verdict: 'short' });
  });

  test('no thinking is not held by looking away: tokens that show nowhere were thought', () => {
    const closed = receipt({ thinkingTokens: 0, answerTokens: 6, sampled: 7 });
    expect(judgeReceipt('off', 0, closed, known)).toMatchObject({ verdict: 'held', happened: [0] });
    const hidden = receipt({ thinkingTokens: 0, answerTokens: 0, sampled: 32 });
    expect(judgeReceipt('off', 0, hidden, known)).toMatchObject({
      verdict: 'exceeded',
      happened: [32],
      remark: '32 tokens were written that were not shown',
    });
  });

  test('a held bound without an answer says so', () => {
    expect(judgeReceipt('max', 20, receipt({ answerTokens: 0 }), known)).toMatchObject({ remark: 'no answer came' });
  });
});

function bound(fields: Partial<Bound>): Bound {
  return { asked: 1, effective: 1, happened: 0, by: 'mull', verdict: 'held', ...fields };
}

function receipt(
  fields: Partial<Pick<Receipt, 'thinkingTokens' | 'answerTokens' | 'endedBy'>> & {
    readonly sampled?: number;
    readonly bounds?: Pick<Receipt['bounds'], 'min' | 'waits'>;
  },
): Receipt {
  const { thinkingTokens = 20, answerTokens = 6, endedBy = 'max', sampled = 26, bounds } = fields;
  return {
    bounds: { min: bound({}), waits: bound({}), ...bounds, max: bound({ happened: thinkingTokens }) },
    thinkingTokens,
    answerTokens,
    forcedTokens: 0,
    counting: 'exact',
    endedBy,
    usage: { prompt: 10, cached: 0, evaluated: 40, sampled, discarded: 0 },
    warnings: [],
    engine: 'scripted',
    seed: 0,
    format: { name: 'think', open: '<think>', close: '</think>', foundBy: 'template' },
  };
}
