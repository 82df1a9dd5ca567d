import { expect, test } from 'vitest';
import type { Bound, Receipt } from '../../src/core/receipt.ts';
import { receiptLines } from '../../src/report/receipt-lines.ts';
import { plainStyle } from '../../src/report/text-style.ts';

test('a maximum that was held, with waits', () => {
  const lines = receiptLines(
    receipt({ max: held(64, 64, 64), waits: held(2, 2, 2), thinkingTokens: 64, endedBy: 'max' }),
    plainStyle,
  );
  expect(lines).toEqual(['thought 64 of at most 64 tokens · 2 waits · ended by max · held by mull · exact count']);
});

test('thinking without a budget claims nothing that was not asked for', () => {
  expect(receiptLines(receipt({ thinkingTokens: 39 }), plainStyle)).toEqual([
    'thought 39 tokens · ended by the model · exact count',
  ]);
});

test('a single token and a single wait are counted as such', () => {
  const lines = receiptLines(receipt({ thinkingTokens: 1, waits: held(1, 1, 1) }), plainStyle);
  expect(lines[0]).toContain('thought 1 token · 1 wait ·');
});

test('a minimum is told in sampled tokens, and waits that it caused are shown', () => {
  const lines = receiptLines(
    receipt({ min: held(50, 50, 52), waits: { ...nobody, happened: 1 }, thinkingTokens: 53 }),
    plainStyle,
  );
  expect(lines[0]).toContain('sampled 52 of at least 50 · 1 wait · ended by the model · held by mull');
});

test('bounds that fared differently are told one by one', () => {
  const waits: Bound = { ...held(3, 3, 1), verdict: 'short' };
  const lines = receiptLines(receipt({ max: held(64, 64, 64), waits, thinkingTokens: 64 }), plainStyle);
  expect(lines[0]).toContain('1 of 3 waits');
  expect(lines[0]).toContain('max held by mull · waits short');
});

test('a bound that the engine held, broke or could not prove says so', () => {
  const max = held(64, 64, 60);
  const claim = (bound: Bound): string => receiptLines(receipt({ max: bound }), plainStyle)[0]!;
  expect(claim({ ...max, by: 'engine' })).toContain('held by the engine');
  expect(claim({ ...max, by: 'engine', verdict: 'exceeded' })).toContain('· exceeded ·');
  expect(claim({ ...max, by: 'engine', verdict: 'unknown' })).toContain('· not verified ·');
});

test('a clamped maximum shows what was really enforced', () => {
  expect(receiptLines(receipt({ max: held(9000, 412, 12), thinkingTokens: 12 }), plainStyle)[0]).toContain(
    'thought 12 of at most 412 tokens',
  );
});

test('warnings stand below with their codes, and cannot smuggle escape sequences', () => {
  const warnings = [{ code: 'W_LOOP' as const, message: 'It \u001b[2J repeated itself.' }];
  expect(receiptLines(receipt({ warnings }), plainStyle).slice(1)).toEqual(['▲ W_LOOP It \\x1b[2J repeated itself.']);
});

test('on a narrow terminal lines are broken between claims, without Unicode in ASCII only', () => {
  const lines = receiptLines(
    receipt({
      max: held(64, 64, 64),
      thinkingTokens: 64,
      warnings: [{ code: 'W_LOOP', message: 'The thinking repeated itself at last.' }],
    }),
    { ...plainStyle, width: 40, unicode: false },
  );
  expect(lines).toEqual([
    'thought 64 of at most 64 tokens',
    'ended by the model, held by mull',
    'exact count',
    '! W_LOOP The thinking repeated itself at',
    '  last.',
  ]);
});

const nobody: Bound = { asked: undefined, effective: 0, happened: 0, by: 'nobody', verdict: 'held' };

function held(asked: number, effective: number, happened: number): Bound {
  return { asked, effective, happened, by: 'mull', verdict: 'held' };
}

function receipt(parts: Partial<Receipt & Receipt['bounds']>): Receipt {
  const { max = nobody, min = nobody, waits = nobody, ...rest } = parts;
  return {
    bounds: { max, min, waits },
    thinkingTokens: 0,
    answerTokens: 4,
    forcedTokens: 0,
    counting: 'exact',
    endedBy: 'model',
    usage: { prompt: 10, cached: 0, evaluated: 20, sampled: 10, discarded: 0 },
    warnings: [],
    engine: 'scripted',
    seed: 0,
    format: { name: 's1', open: '', close: '', foundBy: 'template' },
    ...rest,
  };
}
