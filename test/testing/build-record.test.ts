import { expect, test } from 'vitest';
import { buildReceipt, buildRecord } from '../../src/testing.ts';

test('a record has what is given, and the rest agrees with it', () => {
  const record = buildRecord({ setting: 'max=64', tokens: { thinking: 64 }, status: 'truncated', answer: '4' });
  expect(record).toMatchObject({
    key: 'max=64 | q1 | 0',
    status: 'truncated',
    finishReason: 'length',
    answer: '4',
    tokens: { thinking: 64 },
    receipt: { thinkingTokens: 64, endedBy: 'max', bounds: { max: { asked: 64, verdict: 'held' } } },
    forced: [{ kind: 'cut', position: 64 }],
  });
  expect(record.verdict).toBeUndefined();
});

test('the Waits of a record stand where its thinking says Wait', () => {
  const { thinking, forced } = buildRecord({ setting: 'waits=2', thinking: 'It is 41. Wait, 42. Wait, yes.' });
  expect(forced.map(({ kind, offset, text }) => [kind, thinking.slice(offset, offset + text.length)])).toEqual([
    ['wait', 'Wait'],
    ['wait', 'Wait'],
  ]);
});

test('an error has no receipt, no answer and no thinking', () => {
  const record = buildRecord({ status: 'error' });
  expect(record).toMatchObject({ answer: '', thinking: '', forced: [], error: { code: 'E_ENGINE_UNREACHABLE' } });
  expect(record.receipt).toBeUndefined();
});

test('a receipt of a budget says that it held', () => {
  expect(buildReceipt({ asked: { max: 100, waits: 2 }, thinkingTokens: 80 })).toMatchObject({
    bounds: { max: { asked: 100, happened: 80, by: 'mull' }, waits: { happened: 2 }, min: { by: 'nobody' } },
    endedBy: 'model',
  });
});
