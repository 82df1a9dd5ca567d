import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { type DialectOptions, type DialectServer, startDialect } from '../../src/testing-servers.ts';
import { type FakeHost, fakeHost } from './fake-host.ts';

const long = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen';
const question = 'How many?';
const key = 'sk-0123456789abcdef0123';

describe('a server as the engine', () => {
  test('thinks under a budget, with the key of the environment', async () => {
    const { url } = await server('vllm', { apiKey: key });
    const host = fakeHost({ environment: { MULL_API_KEY: key, npm_command: 'exec' } });
    const line = ['think', '--engine', url, '--max', '6', '--json', question];
    expect([await run(line, host), host.printed.error]).toEqual([0, '']);
    const lines = host.printed.output
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(lines.at(-1).result.receipt).toMatchObject({ thinkingTokens: 6, endedBy: 'max' });
    expect(host.printed.output).not.toContain(key);
  });

  test('that refuses the key is told with what to do, and without the key', async () => {
    const { url } = await server('vllm', { apiKey: key });
    const host = fakeHost();
    expect(await run(['think', '--engine', url, '--api-key', 'wrong-0123456789', question], host)).toBe(4);
    expect(host.printed.error).toContain('E_ENGINE_DENIED');
    expect(host.printed.error).toContain('MULL_API_KEY');
    expect(host.printed.error).not.toContain('wrong-0123456789');
  });

  test('is examined by mull doctor: what it was asked, what it can do, and how the run went', async () => {
    const { url, model } = await server('vllm');
    const { printed } = await doctor(url, 0);
    expect(printed.output).toContain('Server, and how it is known');
    expect(printed.output).toMatch(new RegExp(`^✓ Engine +${url}#${model}$`, 'm'));
    expect(printed.output).toMatch(/^✓ Messages +yes \(/m);
    expect(printed.output).toMatch(/^│ .*\[Wait\].*\[cut at \d+\]$/m);
    expect(printed.output).toMatch(/^✓ Counts +\d+ prompt \+ /m);
  });

  test('that hides its thinking cannot be forced, which the doctor says', async () => {
    const { url } = await server('openai');
    const { printed } = await doctor(url, 0);
    expect(printed.output).toMatch(/^▲ Forcing +the thinking is hidden: no Waits and no minimums/m);
    expect(printed.output).toMatch(/^✓ Thinking +hidden by the server$/m);
    expect(printed.output).not.toContain('[Wait]');
  });
});

async function server(name: 'vllm' | 'openai', options: Partial<DialectOptions> = {}): Promise<DialectServer> {
  const started = await startDialect(name, { script: [long, long], repeatLast: true, ...options });
  onTestFinished(() => started.close());
  return started;
}

async function doctor(url: string, exitCode: number): Promise<FakeHost> {
  const host = fakeHost();
  expect([await run(['doctor', '--engine', url], host), host.printed.error]).toEqual([exitCode, '']);
  return host;
}
