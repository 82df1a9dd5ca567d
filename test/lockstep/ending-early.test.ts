import { expect, test } from 'vitest';
import { gate, greedy, question, say, saying, text, toyEngine, turn } from '../support/toy-engine.ts';
import { type ToyOptions, toyToken } from '../support/toy-model.ts';

const plain = (content: string) => ({ text: content, control: false });
const aaa: ToyOptions = { says: () => toyToken('a') };
const rambling: ToyOptions = { sayable: ['a', 'b', ' the', ' end'].map(toyToken) };

test('leaving the loop leaves exactly what was shown, also where more was held back', async () => {
  const { engine } = toyEngine(saying('abxSTxSTxST'));
  const sequence = await engine.open(question, { seed: 1 });
  const generation = sequence.generate(greedy({ stop: [plain('STxSTxSTOP')] }));
  const iterator = generation[Symbol.asyncIterator]();
  expect((await iterator.next()).value?.text).toBe('ab');
  await new Promise((resolve) => setTimeout(resolve, 5));
  await iterator.return?.();
  expect(await generation.end).toEqual({ reason: 'aborted', tokens: { value: 1, counting: 'exact' } });
  expect(sequence.length.value).toBe(4);
  const { sampled, discarded } = sequence.usage;
  expect(sampled - discarded).toBe(1);
});

test('what was drawn ahead of a reader that leaves does not change what is said later', async () => {
  const warm = greedy({ maxTokens: 20, sampling: { temperature: 1 } });
  const { engine } = toyEngine();
  const whole = await say(await engine.open(question, { seed: 5 }), warm);
  const sequence = await engine.open(question, { seed: 5 });
  const iterator = sequence.generate(warm)[Symbol.asyncIterator]();
  const chunks = [await iterator.next(), await iterator.next()].map((result) => result.value?.text);
  // Time to run ahead.
  await new Promise((resolve) => setTimeout(resolve, 5));
  await iterator.return?.();
  expect(sequence.usage.discarded).toBeGreaterThan(5);
  const rest = await say(sequence, { ...warm, maxTokens: 20 - (sequence.length.value - 3) });
  expect(chunks.join('') + rest.text).toBe(whole.text);
});

test('an abort ends the iteration at once, even while the model is at work', async () => {
  const { engine, decoder } = toyEngine({ ...aaa, async: true });
  const sequence = await engine.open(question, { seed: 1 });
  const controller = new AbortController();
  const generation = sequence.generate(greedy({ signal: controller.signal }));
  const iterator = generation[Symbol.asyncIterator]();
  await iterator.next();
  const held = gate();
  decoder.before = () => held.passed;
  const next = iterator.next();
  await turn();
  controller.abort();
  expect(await next).toEqual({ done: true, value: undefined });
  expect((await generation.end).reason).toBe('aborted');
  // The sequence can be used before the batch comes back; its token is dropped.
  await sequence.append([plain('b')]);
  const later = say(sequence, { maxTokens: 2 });
  held.open();
  expect((await later).text).toBe('aa');
  expect(sequence.usage).toMatchObject({ sampled: 4, discarded: 1 });
  expect(sequence.length.value).toBe(3 + 1 + 1 + 2);
});

test('what a batch evaluates of a text that was taken back meanwhile is not counted on', async () => {
  for (const leave of ['rewound', 'closed'] as const) {
    const { engine, decoder } = toyEngine({ ...rambling, async: true, slots: 1 });
    const sequence = await engine.open(question, { seed: 1 });
    const iterator = sequence.generate(greedy({ sampling: { temperature: 1 } }))[Symbol.asyncIterator]();
    await iterator.next();
    const held = gate();
    decoder.before = () => (decoder.batches.length > 5 ? held.passed : undefined);
    while (decoder.batches.length < 6) await turn();
    // The sixth batch evaluates the fifth token; only the first one was shown.
    await iterator.return?.();
    const { engine: other } = toyEngine(rambling);
    const fresh = await other.open(question, { seed: 1 });
    let next = sequence;
    if (leave === 'rewound') {
      await sequence.append([plain('and then')]);
      await say(fresh, { maxTokens: 1, sampling: { temperature: 1 } });
      await fresh.append([plain('and then')]);
    } else {
      await sequence.close();
      next = await engine.open(question, { seed: 1 });
    }
    const saying = say(next, { maxTokens: 8 });
    await turn();
    held.open();
    expect((await saying).text).toBe((await say(fresh, { maxTokens: 8 })).text);
  }
});

test('a slot that is being truncated is not counted on by the next prompt', async () => {
  const { engine, decoder } = toyEngine({ slots: 1, async: true });
  const sequence = await engine.open(text('abcabcabcabcabc'), { seed: 1 });
  const mark = sequence.mark();
  await sequence.append([plain(' the end the end')]);
  await say(sequence, { maxTokens: 1 });
  await sequence.rewind(mark);
  const [held, truncate] = [gate(), decoder.truncate.bind(decoder)];
  decoder.truncate = (async (slot: number, length: number) => {
    await held.passed;
    truncate(slot, length);
  }) as unknown as typeof decoder.truncate;
  const left = sequence.generate(greedy())[Symbol.asyncIterator]();
  void left.next();
  await turn();
  await sequence.close();
  const next = await engine.open(text('abcabcabcabcabc the end the end'), { seed: 1 });
  held.open();
  const { engine: other } = toyEngine();
  const fresh = await other.open(text('abcabcabcabcabc the end the end'), { seed: 1 });
  expect((await say(next, { maxTokens: 4 })).text).toBe((await say(fresh, { maxTokens: 4 })).text);
});

test('an abort acts within one chunk of a long prompt, and what was evaluated is kept', async () => {
  const { engine, decoder } = toyEngine(aaa, { prefillChunk: 8 });
  const sequence = await engine.open(text('x'.repeat(100)), { seed: 1 });
  const controller = new AbortController();
  decoder.before = () => {
    if (decoder.batches.length === 3) controller.abort();
  };
  const { end } = await say(sequence, { signal: controller.signal });
  expect(end).toEqual({ reason: 'aborted', tokens: { value: 0, counting: 'exact' } });
  expect(decoder.batches).toHaveLength(3);
  await say(sequence, { maxTokens: 1 });
  // The token drawn for nobody is not lost time: nothing is evaluated twice.
  expect(sequence.usage.evaluated).toBe(100);
});

test('appends that read and forks reject when aborted, with the reason as cause, and change nothing', async () => {
  const { engine, decoder } = toyEngine(aaa, { prefillChunk: 8 });
  const sequence = await engine.open(text('x'.repeat(40)), { seed: 1, forks: 1 });
  const reason = new Error('enough');
  for (const call of ['append', 'fork'] as const) {
    const controller = new AbortController();
    const from = decoder.batches.length;
    decoder.before = () => {
      if (decoder.batches.length === from + 2) controller.abort(reason);
    };
    const { signal } = controller;
    const attempt =
      call === 'append'
        ? sequence.append([plain('y'.repeat(9))], { read: [{ after: 0, top: 1 }], signal })
        : sequence.fork([1], { signal });
    await expect(attempt).rejects.toMatchObject({ code: 'E_ABORTED', message: `${call} was aborted.`, cause: reason });
    expect(sequence.length.value).toBe(40);
  }
  decoder.before = undefined;
  expect(await sequence.fork([1])).toHaveLength(1);
  expect(sequence.usage.evaluated).toBe(39);
});

test('a signal that was aborted before refuses every call', async () => {
  const { engine } = toyEngine();
  const sequence = await engine.open(question, { seed: 1, forks: 1 });
  const signal = AbortSignal.abort(new Error('no'));
  await expect(engine.open(question, { seed: 1, signal })).rejects.toMatchObject({ code: 'E_ABORTED' });
  await expect(sequence.append([plain('x')], { signal })).rejects.toMatchObject({ code: 'E_ABORTED' });
  await expect(sequence.fork([1], { signal })).rejects.toMatchObject({ code: 'E_ABORTED' });
  expect((await say(sequence, { signal })).end.reason).toBe('aborted');
  expect(sequence.length.value).toBe(3);
});

test('who waits for a slot can be aborted and lets smaller ones behind go first', async () => {
  const { engine } = toyEngine({ slots: 3 });
  await engine.open(question, { seed: 1, forks: 1 });
  const controller = new AbortController();
  const large = engine.open(question, { seed: 2, forks: 2, signal: controller.signal });
  const small = engine.open(question, { seed: 3 });
  let opened = false;
  void small.then(() => {
    opened = true;
  });
  await turn();
  // First come, first served: one slot is free, but the large one was here before.
  expect(opened).toBe(false);
  controller.abort();
  await expect(large).rejects.toMatchObject({ code: 'E_ABORTED' });
  expect((await small).length.value).toBe(3);
});

test('one thing at a time: a second call is refused until the first has ended', async () => {
  const { engine, decoder } = toyEngine({ ...aaa, async: true });
  const sequence = await engine.open(question, { seed: 1, forks: 1 });
  const held = gate();
  decoder.before = () => held.passed;
  const reading = sequence.append([plain('x')], { read: [{ after: 0, top: 1 }] });
  await expect(sequence.append([plain('y')])).rejects.toThrow(
    'append was called while another call on this sequence is running.',
  );
  await expect(say(sequence)).rejects.toMatchObject({ code: 'E_SEQUENCE_BUSY' });
  await expect(sequence.fork([1])).rejects.toMatchObject({ code: 'E_SEQUENCE_BUSY' });
  await expect(sequence.rewind(sequence.mark())).rejects.toMatchObject({ code: 'E_SEQUENCE_BUSY' });
  held.open();
  await reading;
  expect((await say(sequence, { maxTokens: 1 })).text).toBe('a');
});

test('closing a sequence ends what runs on it and frees its slot, even while the model is at work', async () => {
  const { engine, decoder } = toyEngine({ ...aaa, async: true, slots: 1 });
  const sequence = await engine.open(question, { seed: 1 });
  const held = gate();
  decoder.before = () => held.passed;
  const running = say(sequence);
  await turn();
  await sequence.close();
  const next = await engine.open(text('q? another'), { seed: 2 });
  expect((await running).end).toEqual({ reason: 'aborted', tokens: { value: 0, counting: 'exact' } });
  const later = say(next, { maxTokens: 2 });
  held.open();
  expect((await later).text).toBe('aa');
  expect(decoder.batches.map((rows) => rows[0]?.tokens.length)).toEqual([3, 10, 1]);
  await sequence.close();
});

test('closing a sequence rejects an append or a fork that runs on it', async () => {
  for (const call of ['append', 'fork'] as const) {
    const { engine, decoder } = toyEngine({ async: true });
    const sequence = await engine.open(text('a long question'), { seed: 1, forks: 1 });
    const held = gate();
    decoder.before = () => held.passed;
    const attempt =
      call === 'append' ? sequence.append([plain('x')], { read: [{ after: 0, top: 1 }] }) : sequence.fork([1]);
    await turn();
    await sequence.close();
    held.open();
    await expect(attempt).rejects.toMatchObject({ code: 'E_CLOSED' });
    // Nothing was lost: every slot can be had again.
    for (let seed = 0; seed < 4; seed += 1) await engine.open(question, { seed });
  }
});

test('after close everything is refused', async () => {
  const { engine } = toyEngine();
  const sequence = await engine.open(question, { seed: 1, forks: 1 });
  const mark = sequence.mark();
  await sequence.close();
  await expect(sequence.append([plain('x')])).rejects.toThrow('The sequence is closed.');
  await expect(sequence.rewind(mark)).rejects.toMatchObject({ code: 'E_CLOSED' });
  await expect(sequence.fork([1])).rejects.toMatchObject({ code: 'E_CLOSED' });
  await expect(say(sequence)).rejects.toMatchObject({ code: 'E_CLOSED' });
  expect(() => sequence.mark()).toThrow('The sequence is closed.');
});

test('closing the engine aborts what runs, turns away who waits, and closes the model once, when it is idle', async () => {
  const { engine, decoder } = toyEngine({ ...aaa, async: true, slots: 1 });
  const sequence = await engine.open(question, { seed: 1 });
  const running = say(sequence);
  const waiting = engine.open(question, { seed: 2 });
  await turn();
  const closing = Promise.all([engine.close(), engine.close()]);
  await expect(waiting).rejects.toThrow('The engine is closed.');
  expect((await running).end.reason).toBe('aborted');
  await closing;
  expect(decoder.closes).toBe(1);
  await expect(engine.open(question, { seed: 1 })).rejects.toMatchObject({ code: 'E_CLOSED' });
  await expect(engine.encode?.(plain('x'))).rejects.toMatchObject({ code: 'E_CLOSED' });
  await expect(say(sequence)).rejects.toMatchObject({ code: 'E_CLOSED' });
});
