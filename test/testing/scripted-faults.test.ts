import { expect, test } from 'vitest';
import type { Fault } from '../../src/testing.ts';
import { scriptedEngine, VirtualClock } from '../../src/testing.ts';
import { append, askedText, hear, scripted } from '../support/scripted.ts';

const script = ['one two three four', 'five'];

test('a call fails as often as the script says, and works afterwards', async () => {
  const engine = scriptedEngine({ script, faults: [{ at: 'open', kind: 'error', times: 2 }] });
  for (let i = 0; i < 2; i += 1) {
    await expect(engine.open(askedText, { seed: 1 })).rejects.toThrow(
      'The scripted engine failed at open, as its script says.',
    );
  }
  const sequence = await engine.open(askedText, { seed: 1 });
  expect((await hear(sequence)).text).toBe('one two three four');
});

test('the second append fails with an error of choice and appends nothing', async () => {
  const error = new Error('the line is dead');
  const { sequence } = await scripted({ script, faults: [{ at: 'append', kind: 'error', after: 1, error }] });
  await append(sequence, 'Wait');
  const length = sequence.length.value;
  await expect(append(sequence, 'Wait')).rejects.toBe(error);
  expect(sequence.length.value).toBe(length);
  await append(sequence, 'Wait');
  expect((await hear(sequence)).text).toBe('one two three four');
});

test.each(['generate', 'step'] as const)(
  'a generation fails after two tokens (at %s) and can be tried again',
  async (at) => {
    const { sequence } = await scripted({ script, faults: [{ at, kind: 'error', after: 2 }] });
    const heard: string[] = [];
    const generation = sequence.generate({ channel: 'answer', maxTokens: 9, stop: [], sampling: { temperature: 0 } });
    const attempt = (async () => {
      for await (const chunk of generation) heard.push(chunk.text);
    })();
    await expect(attempt).rejects.toMatchObject({ code: 'E_ENGINE_FAULT' });
    await expect(generation.end).rejects.toMatchObject({ code: 'E_ENGINE_FAULT' });
    expect(heard).toEqual(['one', ' two']);
    expect((await hear(sequence)).text).toBe(' three four');
  },
);

test.each(['open', 'append', 'generate', 'step'] as const)('after a crash at %s nothing works any more', async (at) => {
  const engine = scriptedEngine({ script, faults: [{ at, kind: 'crash', after: 1 }] });
  const sequence = await engine.open(askedText, { seed: 1 });
  const attempts = [
    () => append(sequence, 'Wait').then(() => append(sequence, 'Wait')),
    () => hear(sequence),
    () => engine.open(askedText, { seed: 1 }),
  ];
  const first = { open: 2, append: 0, generate: 1, step: 1 }[at];
  await expect(attempts[first]!()).rejects.toMatchObject({ code: 'E_ENGINE_CRASHED' });
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'E_ENGINE_CRASHED' });
});

const hangs: readonly Fault['at'][] = ['open', 'append', 'generate'];

test.each(hangs)('what hangs at %s ends by its signal', async (at) => {
  const engine = scriptedEngine({ script, faults: [{ at, kind: 'hang', after: at === 'generate' ? 1 : 0 }] });
  const controller = new AbortController();
  const { signal } = controller;
  setTimeout(() => controller.abort(), 5);
  if (at === 'open') {
    await expect(engine.open(askedText, { seed: 1, signal })).rejects.toMatchObject({ code: 'E_ABORTED' });
    return;
  }
  const sequence = await engine.open(askedText, { seed: 1 });
  if (at === 'append') {
    const hanging = sequence.append([{ text: 'Wait', control: false }], { signal });
    await expect(append(sequence, 'Wait')).rejects.toMatchObject({ code: 'E_SEQUENCE_BUSY' });
    await expect(hanging).rejects.toMatchObject({ code: 'E_ABORTED' });
  } else expect(await hear(sequence, { signal })).toMatchObject({ text: 'one', reason: 'aborted' });
  // The sequence is as it was, and free.
  expect((await hear(sequence)).text).toBe(at === 'append' ? 'one two three four' : ' two three four');
});

test.each([...hangs, 'step' as const])('what hangs at %s ends when the engine is closed', async (at) => {
  const engine = scriptedEngine({ script, faults: [{ at, kind: 'hang' }] });
  if (at === 'open') {
    const opening = expect(engine.open(askedText, { seed: 1 })).rejects.toMatchObject({ code: 'E_CLOSED' });
    await engine.close();
    await opening;
    return;
  }
  const sequence = await engine.open(askedText, { seed: 1 });
  const hanging = at === 'append' ? append(sequence, 'Wait') : hear(sequence);
  const ended = expect(hanging);
  const result =
    at === 'append'
      ? ended.rejects.toMatchObject({ code: 'E_CLOSED' })
      : ended.resolves.toMatchObject({ reason: 'aborted' });
  await new Promise((resolve) => setTimeout(resolve, 2));
  await engine.close();
  await result;
});

test('what hangs ends when its loop is left, or its sequence closed', async () => {
  const engine = scriptedEngine({ script, faults: [{ at: 'generate', kind: 'hang', times: 2 }] });
  const sequence = await engine.open(askedText, { seed: 1 });
  const options = { channel: 'answer' as const, maxTokens: 9, stop: [], sampling: { temperature: 0 } };
  const left = sequence.generate(options);
  const iterator = left[Symbol.asyncIterator]();
  const next = iterator.next();
  await iterator.return?.();
  expect(await next).toEqual({ done: true, value: undefined });
  expect((await left.end).reason).toBe('aborted');
  const closed = sequence.generate(options);
  const waiting = closed[Symbol.asyncIterator]().next();
  await sequence.close();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect((await closed.end).reason).toBe('aborted');
});

test('what is slow takes its time, on a clock that costs a test nothing', async () => {
  const clock = new VirtualClock();
  const faults: Fault[] = [
    { at: 'open', kind: 'slow' },
    { at: 'append', kind: 'slow', milliseconds: 200 },
    { at: 'generate', kind: 'slow', after: 2, milliseconds: 30 },
    { at: 'step', kind: 'slow', after: 3, milliseconds: 4 },
  ];
  const { sequence } = await scripted({ script, faults, clock });
  expect(clock.now()).toBe(1000);
  await append(sequence, 'Wait');
  expect(clock.now()).toBe(1200);
  expect((await hear(sequence)).text).toBe('one two three four');
  expect(clock.now()).toBe(1234);
});

test('each step may take a while: on a virtual clock, or on a real one', async () => {
  const clock = new VirtualClock();
  const { sequence } = await scripted({ script, tokenDelay: 10, clock });
  await hear(sequence, { maxTokens: 3 });
  expect(clock.now()).toBe(30);
  clock.advance(5);
  expect(clock.now()).toBe(35);
  const real = await scripted({ script, tokenDelay: 5 });
  const start = performance.now();
  await hear(real.sequence, { maxTokens: 3 });
  expect(performance.now() - start).toBeGreaterThan(12);
});
