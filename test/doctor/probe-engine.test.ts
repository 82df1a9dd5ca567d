import { expect, test } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
import { measureEnds } from '../../src/doctor/measure-ends.ts';
import { probeEngine, probeTokens } from '../../src/doctor/probe-engine.ts';
import { probeFindings } from '../../src/doctor/probe-findings.ts';
import { scriptedEngine } from '../../src/testing.ts';

const { signal } = new AbortController();
const question = 'How many?';
const long = 'one two three four five six seven eight nine ten eleven twelve';

test('a probe lets the model write 20 tokens with a Wait and a cut in between, and counts them', async () => {
  const engine = scriptedEngine({ script: [long, long, long] });
  const probe = await probeEngine(engine, question, signal);
  expect(probe).toMatchObject({ forced: true, kept: 20, streamed: 20, counting: 'exact' });
  expect(probe.kept).toBe(probeTokens.before + probeTokens.behind + probeTokens.answer);
  expect(probe.pieces.map(({ channel, forced }) => `${channel} ${forced}`)).toEqual([
    'thinking false',
    'thinking true',
    'thinking false',
    'answer true',
    'answer false',
  ]);
  expect(probe.pieces[1]?.text).toBe('Wait');
  expect(probe.length).toBe(probe.prompt + probe.kept + probe.appended);
  expect(probeFindings(probe, await probeEngine(engine, question, signal)).map(({ verdict }) => verdict)).toEqual(
    Array(5).fill('ok'),
  );
  await engine.close();
});

test('a probe goes on behind an end that the model makes itself', async () => {
  const engine = scriptedEngine({ script: ['one two</think>', 'three</think>', 'four'] });
  const { kept, pieces } = await probeEngine(engine, question, signal);
  expect(pieces.map(({ text }) => text.trim())).toEqual(['one two', 'Wait', 'three', expect.any(String), 'four']);
  expect(kept).toBeLessThan(20);
  await engine.close();
});

test('every probe closes its sequence: a slot is enough for many', async () => {
  const engine = scriptedEngine({ script: [long, long, long], slots: 1 });
  for (let round = 0; round < 3; round += 1) await probeEngine(engine, question, signal);
  await engine.close();
});

test('the bundled model passes, and its end of thinking is a single token', async () => {
  const engine = await openEngine('pebble');
  const probe = await probeEngine(engine, question, signal);
  const repeated = await probeEngine(engine, question, signal);
  expect(probeFindings(probe, repeated).filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  expect(await measureEnds(engine)).toBe(1);
  await engine.close();
});
