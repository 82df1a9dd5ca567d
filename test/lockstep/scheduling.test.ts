import { expect, test } from 'vitest';
import { gate, greedy, question, say, text, toyEngine, turn } from '../support/toy-engine.ts';
import { type ToyDecoder, type ToyOptions, toyToken } from '../support/toy-model.ts';

/** A model that says nothing but a. */
const aaa: ToyOptions = { says: () => toyToken('a') };

/** Each batch as `slot:tokens` of its rows, a `*` where a token was drawn. */
function batches(decoder: ToyDecoder): string[] {
  return decoder.batches.map((rows) =>
    rows.map((row) => `${row.slot}:${row.tokens.length}${row.draw ? '*' : ''}`).join(' '),
  );
}

test('sequences that start together advance in one batch per step, rows in the order of their slots', async () => {
  const { engine, decoder } = toyEngine(aaa);
  const sequences = await Promise.all([1, 2, 3].map((seed) => engine.open(question, { seed })));
  await Promise.all(sequences.reverse().map((sequence) => say(sequence, { maxTokens: 3 })));
  expect(batches(decoder)).toEqual(['0:3* 1:3* 2:3*', '0:1* 1:1* 2:1*', '0:1* 1:1* 2:1*']);
});

test('a slot that becomes free is taken by who waits before the next step', async () => {
  const { engine, decoder } = toyEngine({ ...aaa, slots: 2 });
  const run = async (maxTokens: number): Promise<void> => {
    const sequence = await engine.open(question, { seed: 1 });
    await say(sequence, { maxTokens });
    await sequence.close();
  };
  await Promise.all([run(2), run(5), run(3)]);
  expect(batches(decoder)).toEqual(['0:3* 1:3*', '0:1* 1:1*', '0:1* 1:1*', '0:1* 1:1*', '0:1* 1:1*']);
});

test('a sequence between two segments does not leave the batch', async () => {
  const { engine, decoder } = toyEngine(aaa);
  const [first, second] = await Promise.all([1, 2].map((seed) => engine.open(question, { seed })));
  const waits = async (): Promise<void> => {
    await say(first!, { maxTokens: 2 });
    await first!.append([{ text: 'bb', control: false }]);
    await say(first!, { maxTokens: 2 });
  };
  await Promise.all([waits(), say(second!, { maxTokens: 4 })]);
  expect(batches(decoder)).toEqual(['0:3* 1:3*', '0:1* 1:1*', '0:3* 1:1*', '0:1* 1:1*']);
});

test('long prompts are evaluated in chunks beside running streams, first come, first served', async () => {
  const { engine, decoder } = toyEngine(aaa, { prefillChunk: 8 });
  const running = await engine.open(question, { seed: 1 });
  const long = await engine.open(text('x'.repeat(20)), { seed: 2 });
  const short = await engine.open(text('yyyyy'), { seed: 3 });
  const iterator = running.generate(greedy({ maxTokens: 8 }))[Symbol.asyncIterator]();
  await iterator.next();
  const rest = (async () => {
    while (!(await iterator.next()).done);
  })();
  await Promise.all([rest, say(long, { maxTokens: 2 }), say(short, { maxTokens: 2 })]);
  // Together the longer rows never have more than eight tokens, and no chunk is cut to fit beside another.
  const rows = batches(decoder).slice(1, 7);
  expect(rows).toEqual(['0:1* 1:8', '0:1* 1:8', '0:1* 1:4*', '0:1* 1:1* 2:5*', '0:1* 2:1*', '0:1*']);
});

test('where a prompt is cut does not depend on its neighbours', async () => {
  const cuts = async (others: number): Promise<number[]> => {
    const { engine, decoder } = toyEngine({ ...aaa, slots: 4 }, { prefillChunk: 8, prefixCache: false });
    const sequence = await engine.open(text('x'.repeat(30)), { seed: 1 });
    const neighbours = await Promise.all(
      Array.from({ length: others }, (_, index) => engine.open(text('y'.repeat(11 + index)), { seed: 2 })),
    );
    await Promise.all([...neighbours, sequence].map((one) => say(one, { maxTokens: 1 })));
    return decoder.batches
      .flat()
      .filter((row) => row.slot === 0)
      .map((row) => row.position);
  };
  expect(await cuts(3)).toEqual(await cuts(0));
});

test('a reader that is not ready parks its own sequence once its buffer is full', async () => {
  const { engine, decoder } = toyEngine(aaa, { bufferedChunks: 4 });
  const [slow, other] = await Promise.all([1, 2].map((seed) => engine.open(question, { seed })));
  const generation = slow!.generate(greedy());
  const iterator = generation[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ done: false, value: expect.objectContaining({ text: 'a' }) });
  expect((await say(other!, { maxTokens: 30 })).text).toBe('a'.repeat(30));
  // One chunk was read, four wait.
  expect(slow!.usage.sampled).toBe(5);
  expect(slow!.length.value).toBe(4);
  const before = decoder.batches.length;
  await iterator.next();
  await turn();
  expect(decoder.batches.length).toBe(before + 1);
  let chunks = 2;
  while (!(await iterator.next()).done) chunks += 1;
  expect(chunks).toBe(40);
});

test('a waiting reader gets each chunk before the next one is drawn', async () => {
  const { engine, decoder } = toyEngine(aaa);
  const sequence = await engine.open(question, { seed: 1 });
  const seen: number[] = [];
  for await (const _ of sequence.generate(greedy({ maxTokens: 5 }))) seen.push(decoder.batches.length);
  expect(seen).toEqual([1, 2, 3, 4, 5]);
});

test('a synchronous model leaves timers their turn', async () => {
  const { engine, decoder } = toyEngine({ ...aaa, contextSize: 4096 });
  decoder.before = () => {
    for (const start = performance.now(); performance.now() - start < 1; );
  };
  const sequence = await engine.open(question, { seed: 1 });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  const { end } = await say(sequence, { maxTokens: 200, signal: controller.signal });
  expect(end.reason).toBe('aborted');
  expect(end.tokens.value).toBeLessThan(190);
});

test('nothing is evaluated while nobody reads, and calls of the decoder never overlap', async () => {
  const { engine, decoder } = toyEngine({ ...aaa, async: true });
  const held = gate();
  decoder.before = () => held.passed;
  const first = await engine.open(question, { seed: 1 });
  expect(decoder.batches).toHaveLength(0);
  const saying1 = say(first, { maxTokens: 2 });
  await turn();
  // While the batch is held up, others come and go; the toy decoder throws if it is called meanwhile.
  const second = await engine.open(text('q? more'), { seed: 2 });
  const saying2 = say(second, { maxTokens: 2 });
  const third = await engine.open(question, { seed: 3 });
  await third.close();
  held.open();
  expect((await saying1).text).toBe('aa');
  expect((await saying2).end.reason).toBe('limit');
});
