import { recordKey } from '../core/record-key.ts';
import type { ForcedMark, RunRecord } from '../core/run-record.ts';
import { buildReceipt, type ReceiptDraft } from './build-receipt.ts';

/** What a test has to say of a record; the rest is made up to fit. */
export interface RecordDraft extends Partial<Omit<RunRecord, 'question' | 'tokens' | 'receipt'>> {
  readonly question?: Partial<RunRecord['question']>;
  readonly tokens?: Partial<RunRecord['tokens']>;
  /** Null: none, as where the engine never answered. */
  readonly receipt?: ReceiptDraft | null;
}

/**
 * A record of a run as `mull eval` writes it: right, thought for 100 tokens, in the setting `max=500`. What is given
 * is kept; the rest follows from it, so that key, verdict, tokens, receipt and forced text agree. For tests of code
 * that reads records.
 */
export function buildRecord(draft: RecordDraft = {}): RunRecord {
  const { question: asks, tokens: counted, receipt: drafted, ...given } = draft;
  const question = { id: 'q1', text: 'What is 6 times 7?', gold: '42', ...asks };
  const { setting = 'max=500', sample = 0, status = 'right', thinking = 'Six times seven is 42.' } = given;
  const asked = askedBy(setting);
  const failed = status === 'error';
  const thinkingTokens = counted?.thinking ?? (failed ? 0 : 100);
  const receipt =
    drafted === null || (failed && drafted === undefined)
      ? undefined
      : buildReceipt({
          asked,
          thinkingTokens,
          ...(counted?.answer === undefined ? {} : { answerTokens: counted.answer }),
          ...drafted,
        });
  const answer = given.answer ?? (failed || status === 'no-answer' ? '' : status === 'right' ? question.gold : '41');
  const judged = status === 'right' || status === 'wrong';
  return {
    key: recordKey(setting, question.id, sample),
    question,
    setting,
    sample,
    seed: sample,
    session: 0,
    status,
    promptHash: 'f'.repeat(64),
    answer,
    thinking: failed ? '' : thinking,
    forced: receipt ? marks(receipt.endedBy === 'max', receipt.bounds.waits.happened, thinking, thinkingTokens) : [],
    ...(failed ? {} : { finishReason: status === 'truncated' ? 'length' : 'stop' }),
    ...(answer === '' ? {} : { extraction: { text: answer, rule: 'whole answer' } }),
    ...(judged ? { verdict: { equal: status === 'right', reason: 'compared as numbers', by: 'exact value' } } : {}),
    ...(receipt ? { receipt } : {}),
    tokens: {
      prompt: failed ? 0 : 50,
      cached: 0,
      thinking: thinkingTokens,
      forced: receipt?.forcedTokens ?? 0,
      answer: receipt?.answerTokens ?? 0,
      ...counted,
    },
    seconds: 1,
    startedAt: '2026-01-01T00:00:00.000Z',
    ...(failed ? { error: { code: 'E_ENGINE_UNREACHABLE', message: 'The server did not answer.' } } : {}),
    attempts: 1,
    ...given,
  };
}

function askedBy(setting: string): NonNullable<ReceiptDraft['asked']> {
  const number = (name: string): number | undefined => {
    const [, digits] = new RegExp(`(?:^|\\s)${name}=(\\d+)(?:\\s|$)`).exec(setting) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const [max, min, waits] = ['max', 'min', 'waits'].map(number);
  return {
    ...(max === undefined ? {} : { max }),
    ...(min === undefined ? {} : { min }),
    ...(waits === undefined ? {} : { waits }),
  };
}

/** Waits where they stand in the thinking, and a cut at its end. */
function marks(cut: boolean, waits: number, thinking: string, thinkingTokens: number): ForcedMark[] {
  const found = [...thinking.matchAll(/\bWait\b/g)].slice(0, waits).map((match): ForcedMark => {
    const position = Math.round((match.index / Math.max(1, thinking.length)) * thinkingTokens);
    return { kind: 'wait', text: 'Wait', position, offset: match.index };
  });
  const end: ForcedMark = { kind: 'cut', text: '\n\nFinal Answer:', position: thinkingTokens, offset: thinking.length };
  return cut ? [...found, end] : found;
}
