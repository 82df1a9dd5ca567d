import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listenForInterrupts } from '../../src/cli/interrupts.ts';
import { fakeHost } from './fake-host.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the first Ctrl-C is gentle where it can be, the second aborts, the third ends the process', () => {
  const host = fakeHost();
  const interrupts = listenForInterrupts(host);
  const gently = vi.fn(() => true);
  interrupts.gently = gently;
  host.interrupt();
  expect(gently).toHaveBeenCalledOnce();
  expect(interrupts.signal.aborted).toBe(false);
  host.interrupt();
  expect(gently).toHaveBeenCalledOnce();
  expect(interrupts.signal.reason).toMatchObject({ code: 'E_ABORTED' });
  expect(host.quitWith).toEqual([]);
  host.interrupt();
  expect(host.quitWith).toEqual([130]);
});

test('where nothing can be ended gently, the first Ctrl-C aborts', () => {
  const host = fakeHost();
  const interrupts = listenForInterrupts(host);
  host.interrupt();
  expect(interrupts.signal.aborted).toBe(true);

  const late = listenForInterrupts(host);
  late.gently = () => false;
  host.interrupt();
  expect(late.signal.aborted).toBe(true);
});

test('what does not end within two seconds is ended', () => {
  const host = fakeHost();
  listenForInterrupts(host);
  host.interrupt();
  vi.advanceTimersByTime(1999);
  expect(host.quitWith).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(host.quitWith).toEqual([130]);
});

test('what ended in time is left alone, and Ctrl-C is nobody’s business any more', () => {
  const host = fakeHost();
  const interrupts = listenForInterrupts(host);
  host.interrupt();
  interrupts.stop();
  vi.advanceTimersByTime(10_000);
  host.interrupt();
  expect(host.quitWith).toEqual([]);
});
