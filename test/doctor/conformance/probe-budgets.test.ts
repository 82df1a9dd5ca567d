import { describe, expect, onTestFinished, test } from 'vitest';
import { offeredWays } from '../../../src/adapter/http/offered-ways.ts';
import type { WayName } from '../../../src/adapter/http/way-name.ts';
import { conclude } from '../../../src/doctor/conformance/conclude.ts';
import type { Conformance } from '../../../src/doctor/conformance/conformance.ts';
import type { ConformanceRow, ConformanceWay } from '../../../src/doctor/conformance/conformance-row.ts';
import { probeBudgets } from '../../../src/doctor/conformance/probe-budgets.ts';
import { createHttpEngine } from '../../../src/http.ts';
import { scriptedEngine } from '../../../src/testing.ts';
import {
  type DialectName,
  type DialectOptions,
  type DialectServer,
  startDialect,
} from '../../../src/testing-servers.ts';
import { thinkingAboutPrimes, thinkingForLong } from '../../support/thinking-about-primes.ts';

const questions = ['How many prime numbers lie below 20?'];

describe('what a server does decides, whatever it is called', () => {
  test('the same name, six ways with a maximum: six verdicts', async () => {
    const verdicts: readonly (readonly [Partial<DialectOptions['behaviour']>, object])[] = [
      [{}, { verdict: 'held', happened: [20] }],
      [{ overshoot: 3 }, { verdict: 'exceeded', happened: [23] }],
      [{ overshoot: 1000 }, { verdict: 'ignored', happened: [62] }],
      [{ maximum: 'ignored' }, { verdict: 'ignored', happened: [62] }],
      [
        { maximum: 'refused' },
        { verdict: 'refused', happened: [], remark: expect.stringContaining('--reasoning-parser') },
      ],
      [{ reasoningField: 'content' }, { verdict: 'held', happened: [20] }],
    ];
    for (const [behaviour, expected] of verdicts) {
      const { rows } = await probe('vllm', { behaviour });
      expect(rowOf(rows, 'thinking_token_budget'), JSON.stringify(behaviour)).toMatchObject({ asked: 20, ...expected });
    }
  });

  test('a minimum, an effort and a switch are judged by what they change', async () => {
    const { rows } = await probe('vllm');
    expect(rowOf(rows, 'min_tokens')).toMatchObject({
      verdict: 'ignored',
      happened: [62],
      remark: expect.stringContaining('went on in the answer'),
    });
    expect(rowOf(rows, 'min_tokens + stop_token_ids')).toMatchObject({ asked: 93, verdict: 'held', happened: [117] });
    expect(rowOf(rows, 'reasoning_effort')).toMatchObject({ verdict: 'held', happened: [18, 62] });
    expect(rowOf(rows, 'chat_template_kwargs.enable_thinking')).toMatchObject({ verdict: 'held', happened: [0] });
    const other = await probe('vllm', { behaviour: { minimum: 'ignored', effort: false } });
    expect(rowOf(other.rows, 'min_tokens + stop_token_ids')).toMatchObject({ verdict: 'ignored', happened: [62] });
    expect(rowOf(other.rows, 'reasoning_effort')).toMatchObject({ verdict: 'ignored', happened: [62, 62] });
    expect(rowOf(other.rows, 'chat_template_kwargs.enable_thinking')).toMatchObject({
      verdict: 'ignored',
      happened: [62],
    });
  });

  test('a begun answer is continued, begun anew, or refused', async () => {
    const sign = async (prefill: 'continued' | 'ignored' | 'refused'): Promise<ConformanceRow> =>
      rowOf((await probe('openrouter', { behaviour: { prefill } })).rows, 'last message of the assistant');
    expect(await sign('continued')).toMatchObject({ verdict: 'held' });
    expect(await sign('ignored')).toMatchObject({ verdict: 'ignored', remark: 'it began anew' });
    expect(await sign('refused')).toMatchObject({ verdict: 'refused', remark: expect.stringContaining('400') });
  });

  test('every field that a server takes and does nothing about is found', async () => {
    const { rows } = await probe('ollama');
    const { fields, alone } = conclude({ rows, uses: 'chat' });
    expect(fields).toMatchObject({ held: 3, ignored: 20, refused: 0 });
    expect(alone).toEqual({ off: 'reasoning_effort: none', effort: 'reasoning_effort' });
  });

  test('a server that refuses what it does not know is told apart from one that ignores it', async () => {
    const { rows } = await probe('openai');
    const own = rows.filter(({ way, bound }) => way === 'fields' && bound === 'max');
    expect(own.length).toBeGreaterThan(8);
    for (const row of own) expect(row).toMatchObject({ verdict: 'refused', remark: expect.stringMatching(/^400: /) });
  });
});

describe('mull itself is judged in every way the server offers', () => {
  test('by token ids, text and messages, each with a maximum, a minimum, a Wait and no thinking', async () => {
    const { rows, uses, missing } = await probe('vllm');
    expect(uses).toBe('tokens');
    expect(missing).toEqual([]);
    for (const way of ['tokens', 'text', 'chat']) {
      expect(rows.filter((row) => row.way === way).map(({ bound, verdict }) => [bound, verdict])).toEqual([
        ['max', 'held'],
        ['min', 'held'],
        ['waits', 'held'],
        ['off', 'held'],
      ]);
    }
    expect(conclude({ rows, uses })).toMatchObject({ held: 4, asked: 4, passed: true });
  });

  test('the way that is used changes with what the server does, and what is gone is told with its reason', async () => {
    const cases: readonly (readonly [Partial<DialectOptions['behaviour']>, ConformanceWay, ConformanceWay[]])[] = [
      [{ returnsTokens: false }, 'text', ['tokens']],
      [{ tokenizer: false }, 'chat', ['tokens']],
      [{ tokenizer: false, completions: false }, 'chat', ['tokens', 'text']],
      [{ tokenizer: false, completions: false, prefill: 'ignored' }, 'own', ['tokens', 'text', 'chat']],
      [
        { tokenizer: false, completions: false, prefill: 'refused', maximum: 'ignored' },
        'effort',
        ['tokens', 'text', 'chat'],
      ],
    ];
    for (const [behaviour, way, gone] of cases) {
      const { uses, missing } = await probe('vllm', { behaviour });
      expect([uses, missing.map((each) => each.way)], JSON.stringify(behaviour)).toEqual([way, gone]);
      for (const { how } of missing) expect(how).not.toBe('');
    }
  });

  test('servers that leave the thinking of a message without content open are made to answer all the same', async () => {
    for (const name of ['ollama', 'openrouter'] as const) {
      const { rows } = await probe(name);
      const own = rows.filter(({ way }) => way === 'chat');
      expect(own.map(({ bound, verdict }) => [bound, verdict])).toEqual([
        ['max', 'held'],
        ['min', 'held'],
        ['waits', 'held'],
        ['off', 'held'],
      ]);
      for (const { remark } of own) expect(remark).toBeUndefined();
    }
  });

  test('a host that takes no small bound is asked for the least it takes, where the model thinks for longer', async () => {
    const { rows, uses } = await probe('anthropic', thinkingForLong);
    expect(uses).toBe('own');
    expect(rowOf(rows, 'thinking.budget_tokens')).toMatchObject({ asked: 1024, happened: [1024], verdict: 'held' });
    expect(rows.find(({ way }) => way === 'own')).toMatchObject({ bound: 'max', asked: 1024, verdict: 'held' });
    const ignoring = await probe('anthropic', { ...thinkingForLong, behaviour: { maximum: 'ignored' } });
    expect(rowOf(ignoring.rows, 'thinking.budget_tokens')).toMatchObject({ verdict: 'ignored', happened: [1320] });
  });

  test('and is told what to ask, where it does not', async () => {
    const { rows } = await probe('anthropic');
    expect(rowOf(rows, 'thinking.budget_tokens')).toMatchObject({
      asked: 20,
      verdict: 'refused',
      remark: expect.stringMatching(/greater than or equal to 1024; --ask what it thinks about for more than 1,024/),
    });
  });

  test('what cannot be held is refused by mull and fails the probe', async () => {
    const { rows, uses } = await probe('openai');
    expect(rowOf(rows, 'mull refuses it')).toMatchObject({ bound: 'max', verdict: 'refused' });
    expect(conclude({ rows, uses }).passed).toBe(false);
  });

  test('an engine that is no server is asked for the same, without fields', async () => {
    const engine = scriptedEngine({
      script: [
        'one two three four five six seven eight nine ten eleven twelve thirteen</think> 13.',
        ' and on it goes with more and more words that are new</think> 14.',
      ],
    });
    const conformance = await finish(
      probeBudgets({
        mull: '1.2.3',
        engine,
        uses: 'tokens',
        ways: [{ way: 'tokens', offered: true, how: '' }],
        openWay: async () => engine,
        questions,
        signal: new AbortController().signal,
      }),
    );
    expect(conformance.rows.map(({ way, bound, verdict }) => [way, bound, verdict])).toEqual([
      ['tokens', 'max', 'held'],
      ['tokens', 'min', 'held'],
      ['tokens', 'waits', 'held'],
      ['tokens', 'off', 'held'],
    ]);
    await engine.close();
  });
});

describe('what a probe costs', () => {
  test('is said beforehand and not exceeded', async () => {
    const server = await serve('vllm');
    const engine = await createHttpEngine({ url: server.url });
    let before = 0;
    let said = { requests: 0, tokens: 0 };
    for await (const event of events(server, engine, questions)) {
      if (event.type === 'subject') {
        said = event.subject;
        before = server.requests.length;
      }
    }
    const asked = server.requests.slice(before).filter(({ path }) => path.endsWith('completions'));
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.length).toBeLessThanOrEqual(said.requests);
    await engine.close();
  });

  test('is nothing more where the model hardly thinks, which is said', async () => {
    const { requests, natural, rows } = await probe('vllm', { script: 'Two.</think> Eight.', words: ['Two.'] });
    expect([requests, natural]).toEqual([0, [2]]);
    expect(rows.filter(({ way }) => way === 'fields')).toEqual([]);
  });

  test('ends with the signal', async () => {
    const server = await serve('vllm');
    const engine = await createHttpEngine({ url: server.url });
    const controller = new AbortController();
    const rows: ConformanceRow[] = [];
    const running = (async () => {
      for await (const event of events(server, engine, questions, controller.signal)) {
        if (event.type === 'row' && rows.push(event.row) === 3) controller.abort();
      }
    })();
    await expect(running).rejects.toMatchObject({ code: 'E_ABORTED' });
    expect(rows.length).toBe(3);
    await engine.close();
  });
});

async function serve(name: DialectName, options: Partial<DialectOptions> = {}): Promise<DialectServer> {
  const server = await startDialect(name, { ...thinkingAboutPrimes, ...options });
  onTestFinished(() => server.close());
  return server;
}

async function probe(name: DialectName, options: Partial<DialectOptions> = {}): Promise<Conformance> {
  const server = await serve(name, options);
  const engine = await createHttpEngine({ url: server.url, retries: 0 });
  onTestFinished(() => engine.close());
  return finish(events(server, engine, questions));
}

function events(
  server: DialectServer,
  engine: Awaited<ReturnType<typeof createHttpEngine>>,
  asked: readonly string[],
  signal: AbortSignal = new AbortController().signal,
): ReturnType<typeof probeBudgets> {
  const { continuation, nativeMax } = engine.abilities;
  const uses = continuation !== 'none' ? continuation : nativeMax ? 'own' : 'effort';
  return probeBudgets({
    mull: '1.2.3',
    engine,
    uses,
    ways: offeredWays(engine.facts).filter(({ way }) => ['tokens', 'text', 'chat', uses].includes(way)),
    openWay: (way) => createHttpEngine({ url: server.url, retries: 0, way: way as WayName }),
    questions: asked,
    signal,
  });
}

async function finish(running: ReturnType<typeof probeBudgets>): Promise<Conformance> {
  let found: Conformance | undefined;
  for await (const event of running) if (event.type === 'finish') found = event.conformance;
  return found!;
}

function rowOf(rows: readonly ConformanceRow[], how: string): ConformanceRow {
  return rows.find((row) => row.how === how)!;
}
