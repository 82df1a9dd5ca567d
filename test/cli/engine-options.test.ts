import { describe, expect, test } from 'vitest';
import { type OpenEngineOptions, openEngine } from '../../src/adapter/open-engine.ts';
import { run } from '../../src/cli/run.ts';
import { MullError } from '../../src/core/mull-error.ts';
import { fakeHost } from './fake-host.ts';

const question = 'Last digit: 4 a1*3 a2+5 b1-2 b2+1 b3+4?';

describe('the engine', () => {
  test('is opened as the options say', async () => {
    const line = 'm.gguf --context 512 --threads 2 --gpu-layers 0 --isolate';
    expect(await opened(line)).toMatchObject({
      specification: 'm.gguf',
      options: { contextSize: 512, threads: 2, gpuLayers: 0, isolate: true },
    });
    expect((await opened('http://gpu:8000/v1 --model m --api-key k')).options).toMatchObject({
      model: 'm',
      apiKey: 'k',
    });
  });

  test('of a server takes its key from MULL_API_KEY, and only a server does', async () => {
    const environment = { MULL_API_KEY: 'secret', npm_command: 'exec' };
    expect((await opened('http://gpu:8000/v1', environment)).options.apiKey).toBe('secret');
    expect((await opened('http://gpu:8000/v1 --api-key mine', environment)).options.apiKey).toBe('mine');
    expect((await opened('pebble', environment)).options).not.toHaveProperty('apiKey');
  });

  test('of the Hub is looked for where the environment says', async () => {
    const environment = { HF_HUB_CACHE: '/models', HF_ENDPOINT: 'http://mirror', HF_TOKEN: 't', HF_HUB_OFFLINE: '1' };
    expect((await opened('hf:o/r', environment)).options.hub).toMatchObject({
      cacheDir: '/models',
      endpoint: 'http://mirror',
      token: 't',
      offline: true,
    });
  });

  test('that refuses an option says so in the words of the command line', async () => {
    const host = fakeHost();
    expect(await run(['think', '--context', '4096', question], host)).toBe(2);
    expect(host.printed.error).toContain(
      '--context is 4096, but the model was made for 1024 tokens.\n  Give a --context of at most 1024, or leave it out.',
    );
    const other = fakeHost();
    expect(await run(['think', '--model', 'm', question], other)).toBe(2);
    expect(other.printed.error).toContain('The option --model means nothing here: pebble is no server.');
  });

  test('that is a server never shows its key', async () => {
    const host = fakeHost();
    expect(
      await run(['think', '--engine', 'http://127.0.0.1:1/v1', '--api-key', 'hunter2hunter2', '--debug', 'x'], host),
    ).toBe(4);
    expect(host.printed.error).toContain('E_ENGINE_UNREACHABLE');
    expect(host.printed.error + host.printed.output).not.toContain('hunter2');
  });

  test('from a copy in the cache says that it could not be asked for a newer one', async () => {
    const host = fakeHost({
      async openEngine(_, options) {
        options?.hub?.onPulled?.({
          name: 'hf:o/r:m.gguf',
          repo: 'o/r',
          file: 'm.gguf',
          commit: '0'.repeat(40),
          path: '/m.gguf',
          paths: ['/m.gguf'],
          bytes: 1,
          received: 0,
          notAsked: new MullError('E_HUB_UNREACHABLE', 'No answer.', { hint: 'Wait.' }),
        });
        return openEngine('pebble');
      },
    });
    expect(await run(['think', '--engine', 'hf:o/r', '--quiet', question], host)).toBe(0);
    expect(host.printed.error).toBe('▲ E_HUB_UNREACHABLE The copy in the cache is used: No answer.\n');
    expect(host.printed.output).toMatch(/^Final Answer: \d\n$/);
  });
});

async function opened(
  line: string,
  environment: Record<string, string> = {},
): Promise<{ specification: string; options: OpenEngineOptions }> {
  const seen: { specification: string; options: OpenEngineOptions }[] = [];
  const host = fakeHost({
    environment,
    async openEngine(specification, options = {}) {
      seen.push({ specification, options });
      return openEngine('pebble');
    },
  });
  await run(['think', '--quiet', question, '--engine', ...line.split(' ')], host);
  expect(seen).toHaveLength(1);
  return seen[0]!;
}
