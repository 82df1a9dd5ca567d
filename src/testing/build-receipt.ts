import type { Bound, Receipt } from '../core/receipt.ts';
import { thinkFormat } from './think-format.ts';

/** What a test has to say of a receipt; the rest is made up to fit. */
export interface ReceiptDraft extends Partial<Omit<Receipt, 'bounds'>> {
  readonly asked?: { readonly max?: number | 'auto'; readonly min?: number; readonly waits?: number };
  /** Waits that happened; default: those that were asked for. */
  readonly waits?: number;
}

/** A receipt as a run that held its bounds has it. For tests of code that reads receipts. */
export function buildReceipt(draft: ReceiptDraft = {}): Receipt {
  const { asked = {}, waits = asked.waits ?? 0, ...given } = draft;
  const thinkingTokens = given.thinkingTokens ?? 100;
  const answerTokens = given.answerTokens ?? 10;
  const cut = typeof asked.max === 'number' && thinkingTokens >= asked.max;
  const bound = (value: Bound['asked'], effective: number, happened: number): Bound => ({
    asked: value,
    effective,
    happened,
    by: value === undefined ? 'nobody' : 'mull',
    verdict: 'held',
  });
  return {
    bounds: {
      max: bound(asked.max, typeof asked.max === 'number' ? asked.max : 32_768, thinkingTokens),
      min: bound(asked.min, asked.min ?? 0, thinkingTokens),
      waits: bound(asked.waits, asked.waits ?? 0, waits),
    },
    thinkingTokens,
    answerTokens,
    forcedTokens: waits + (cut ? 3 : 0),
    counting: 'exact',
    endedBy: cut ? 'max' : 'model',
    usage: {
      prompt: 50,
      cached: 0,
      evaluated: 50 + thinkingTokens + answerTokens,
      sampled: thinkingTokens + answerTokens - waits,
      discarded: 0,
    },
    warnings: [],
    engine: 'scripted',
    seed: 0,
    format: { name: thinkFormat.name, open: thinkFormat.open, close: thinkFormat.close, foundBy: thinkFormat.foundBy },
    ...given,
  };
}
