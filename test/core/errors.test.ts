import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codePage, errorCodes, warningCodes } from '../../src/core/error-codes.ts';
import { MullError } from '../../src/core/mull-error.ts';
import { nearestName } from '../../src/core/nearest-name.ts';
import { redact } from '../../src/core/redact.ts';

describe('errors', () => {
  test('every code has a page that says what, when and what to do', () => {
    for (const [code, page] of Object.entries({ ...errorCodes, ...warningCodes })) {
      expect(code).toMatch(/^[EW]_[A-Z_]+$/);
      for (const text of Object.values(page)) expect(text.length).toBeGreaterThan(10);
    }
    expect(codePage('E_SLOTS')?.title).toBe('No slot left for a fork');
    expect(codePage('toString')).toBeUndefined();
  });

  test('codes stand in alphabetical order, so that one is found where it is looked for', () => {
    for (const codes of [Object.keys(errorCodes), Object.keys(warningCodes)]) expect(codes).toEqual([...codes].sort());
  });

  test('an error carries code, message, hint and cause, and is recognised across copies of the package', () => {
    const cause = new Error('inner');
    const error = new MullError('E_SLOTS', 'All 4 slots are taken.', { hint: 'Close one.', cause });
    expect([error.code, error.message, error.hint, error.cause]).toEqual([
      'E_SLOTS',
      'All 4 slots are taken.',
      'Close one.',
      cause,
    ]);
    expect(MullError.isMullError(error)).toBe(true);
    expect(MullError.isMullError(new Error('plain'))).toBe(false);
    expect(MullError.isMullError(null)).toBe(false);
  });

  test('no secret gets out through an error', () => {
    const error = new MullError(
      'E_ENGINE_UNREACHABLE',
      'GET https://me:hunter2secret@host/v1 failed with Authorization: Bearer abcdef123456789',
      {
        hint: 'Check api_key=sk-abcdefghijklmnop1234567890.',
      },
    );
    expect(error.message).toBe('GET https://[redacted]@host/v1 failed with Authorization: Bearer [redacted]');
    expect(error.hint).toBe('Check api_key=[redacted].');
  });
});

describe('redact', () => {
  test.each([
    ['sk-proj-abcdefghijklmnop1234567890', '[redacted]'],
    ['key hf_abcdefghijklmnopqrst is used', 'key [redacted] is used'],
    ['{"apiKey":"abcdefghijkl"}', '{"apiKey":"[redacted]"}'],
    ['x-api-key: 1234567890abcdef', 'x-api-key: [redacted]'],
    ['the tokens: 12 of 64', 'the tokens: 12 of 64'],
    ['thought 64 of at most 64 tokens', 'thought 64 of at most 64 tokens'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test('redacting twice changes nothing more', () => {
    fc.assert(fc.property(fc.string(), (text) => redact(redact(text)) === redact(text)));
  });
});

describe('the nearest name', () => {
  test.each([
    ['maks', 'max'],
    ['wiats', 'waits'],
    ['MAX', 'max'],
    ['zebra', undefined],
    ['', undefined],
  ])('of "%s" is %s', (name, expected) => {
    expect(nearestName(name, ['max', 'min', 'waits', 'message'])).toBe(expected);
  });
});
