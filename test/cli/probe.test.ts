import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { displayWidth } from '../../src/report/display-width.ts';
import { type DialectName, type DialectOptions, startDialect } from '../../src/testing-servers.ts';
import { thinkingAboutPrimes } from '../support/thinking-about-primes.ts';
import { type FakeHost, type FakeHostOptions, fakeHost } from './fake-host.ts';

describe('mull doctor --probe', () => {
  test('shows what was asked, what happened and the verdict, then what mull uses and what to type next', async () => {
    const url = await serve('vllm');
    const { printed } = await probe(['--engine', url], 0);
    for (const text of [
      /^Does http:\S+#Qwen\/Qwen3-8B hold a thinking budget\?$/m,
      /^mull 1\.2\.3 · first without a bound: at most 4 answers of 1,024 tokens$/m,
      /^by itself it thinks for 62 tokens · now at most \d+ more, [\d,]+ tokens$/m,
      /^ {2}at most 20 +20 {2}✓ held +thinking_token_budget {2}vLLM$/m,
      /^ +62 {2}✗ ignored +reasoning_budget_tokens {2}llama-server$/m,
      /^ {2}at least 93 +62 {2}✗ ignored +min_tokens {2}60 tokens of thinking went on in the answer$/m,
      /^ {2}to go on +went on {2}✓ held +continue_final_message/m,
      /^mull, by token ids$/m,
      /^ {2}1 Wait +1 {2}✓ held +"Wait" put in by mull$/m,
      /^✓ mull works by token ids: 4 of 4 bounds held, counted exactly\.$/m,
      /The server's own fields: \d+ held, \d+ accepted and ignored, 0 refused\./,
      /Without mull it gives a maximum by thinking_token_budget, .* but no Wait\./,
      new RegExp(`^ {2}npx mull think --engine ${url} --max 2000 --waits 1 "\\.\\.\\."$`, 'm'),
    ]) {
      expect(printed.output).toMatch(text);
    }
  });

  test('fails with 7 where what mull uses cannot hold a bound, and says the words of a refusal once', async () => {
    const { printed } = await probe(['--engine', await serve('openai')], 7);
    expect(printed.output).toMatch(
      /– refused +thinking_token_budget {2}400: Unknown parameter: 'thinking_token_budget'\.$/m,
    );
    expect(printed.output).toMatch(/– refused +reasoning_budget_tokens {2}llama-server$/m);
    expect(printed.output).toMatch(/^▲ mull works by effort: \d of 5 bounds held/m);
  });

  test('fits terminals of 80 and of 120 columns', async () => {
    for (const columns of [80, 120]) {
      for (const name of ['vllm', 'openai'] as const) {
        const host = fakeHost({ outputIsTerminal: true, columns, environment: { NO_COLOR: '1', npm_command: 'exec' } });
        await run(['doctor', '--probe', '--engine', await serve(name)], host);
        const wide = host.printed.output.split('\n').filter((line) => displayWidth(line) > columns);
        // A command is there to be copied: it is never wrapped.
        expect(wide.filter((line) => !line.startsWith('  npx mull'))).toEqual([]);
      }
    }
  });

  test('gives everything as one JSON value', async () => {
    const { printed } = await probe(['--engine', await serve('vllm'), '--json'], 0);
    const value = JSON.parse(printed.output);
    expect(value).toMatchObject({ mull: '1.2.3', natural: [62, 62], uses: 'tokens', passed: true, held: 4, asked: 4 });
    expect(value.rows[0]).toEqual({
      way: 'fields',
      bound: 'max',
      asked: 20,
      how: 'thinking_token_budget',
      hosts: 'vLLM',
      happened: [20],
      counting: 'reported',
      verdict: 'held',
    });
  });

  test('gives Markdown to be pasted, in which words of a server break no table', async () => {
    const { printed } = await probe(['--engine', await serve('openai'), '--markdown'], 7);
    const rows = printed.output.split('\n').filter((line) => line.startsWith('| at most'));
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows.slice(0, 8)) expect(row.match(/(?<!\\)\|/g)?.length, row).toBe(6);
    expect(printed.output).toContain('| – refused | `thinking_token_budget` (vLLM) | 400: Unknown parameter:');
    expect(printed.output).not.toContain('Next:');
  });

  test('works for the bundled model', async () => {
    const { printed } = await probe([], 0);
    expect(printed.output).toMatch(/^✓ mull works by token ids: 4 of 4 bounds held, counted exactly\.$/m);
    expect(printed.output).not.toContain('own fields');
    expect(printed.output).toMatch(/^ {2}npx mull think --max 32 --waits 1$/m);
  });

  test('says what to do where the model hardly thinks about what it is asked', async () => {
    const url = await serve('vllm', { script: 'Two.</think> Eight.', words: ['Two.'] });
    const { printed } = await probe(['--engine', url, '--ask', 'How many?'], 7);
    expect(printed.output).toContain('asked: How many?');
    expect(printed.output).toMatch(/^by itself it thinks for 2 tokens, which is too little/m);
    expect(printed.output).toContain('--ask TEXT');
  });

  test('is ended by Ctrl-C, and what was found stays', async () => {
    const host = fakeHost({
      onOutput: (output, it) => {
        if (output.includes('reasoning.max_tokens')) it.interrupt();
      },
    });
    expect(await run(['doctor', '--probe', '--engine', await serve('vllm')], host)).toBe(130);
    expect(host.printed.output).toMatch(/✓ held +thinking_token_budget/);
    expect(host.printed.output).not.toContain('mull works');
    expect(host.printed.error).toContain('E_ABORTED');
  });

  test('refuses flags that belong to it elsewhere, and two forms of output', async () => {
    const lines: readonly (readonly [string[], string])[] = [
      [['doctor', '--markdown'], '--markdown belongs to --probe.'],
      [['doctor', '--ask', 'Why?'], '--ask belongs to --probe.'],
      [['doctor', '--probe', '--json', '--markdown'], '--markdown and --json cannot be given together.'],
    ];
    for (const [argv, words] of lines) {
      const host = fakeHost();
      expect(await run(argv, host)).toBe(2);
      expect(host.printed.error).toContain(words);
    }
  });
});

async function serve(name: DialectName, options: Partial<DialectOptions> = {}): Promise<string> {
  const server = await startDialect(name, { ...thinkingAboutPrimes, ...options });
  onTestFinished(() => server.close());
  return server.url;
}

async function probe(argv: readonly string[], exitCode: number, options: FakeHostOptions = {}): Promise<FakeHost> {
  const host = fakeHost(options);
  expect([await run(['doctor', '--probe', ...argv], host), host.printed.error]).toEqual([exitCode, '']);
  return host;
}
