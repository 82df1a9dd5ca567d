import { run } from '../src/cli/run.ts';
import { type DialectName, type DialectOptions, startDialect } from '../src/testing-servers.ts';
import { fakeHost } from '../test/cli/fake-host.ts';
import { startLlamaServer } from '../test/support/llama-server.ts';
import { thinkingAboutPrimes, thinkingForLong } from '../test/support/thinking-about-primes.ts';

/** What stands above a table that no real host was asked for. */
const label = 'A test server that behaves as documented, not the real one.';

interface Probed {
  /** The address that stands for the loopback port. */
  readonly shown: string;
  readonly start: () => Promise<{ readonly url: string; close(): Promise<void> }>;
  readonly label: string;
  /** Named where the server has several. */
  readonly model?: string;
}

const like = (
  name: DialectName,
  shown: string,
  { model, served = thinkingAboutPrimes }: { readonly model?: string; readonly served?: DialectOptions } = {},
): Probed => ({
  shown,
  label,
  start: async () => {
    const server = await startDialect(name, served);
    // What stands in front of and behind the version: https://api.deepseek.com/beta, http://127.0.0.1:11434
    const url = new URL(new URL(shown).pathname, server.url).href.replace(/\/$/, '');
    return { url, close: () => server.close() };
  },
  ...(model === undefined ? {} : { model }),
});

/** The servers of docs/servers/, by the names of the tables there. */
const servers: Readonly<Record<string, Probed>> = {
  'llama-server': {
    shown: 'http://127.0.0.1:8080/v1',
    label: 'The real server of llama.cpp, with the bundled model.',
    start: () => startLlamaServer(),
  },
  vllm: like('vllm', 'http://127.0.0.1:8000/v1'),
  sglang: like('sglang', 'http://127.0.0.1:30000/v1'),
  ollama: like('ollama', 'http://127.0.0.1:11434'),
  openrouter: like('openrouter', 'https://openrouter.ai/api/v1'),
  deepseek: like('deepseek', 'https://api.deepseek.com/beta', { model: 'deepseek-v4-flash' }),
  anthropic: like('anthropic', 'https://api.anthropic.com/v1', { served: thinkingForLong }),
  'anthropic-new': like('anthropic', 'https://api.anthropic.com/v1', {
    served: { ...thinkingAboutPrimes, model: 'claude-opus-4-7' },
  }),
  openai: like('openai', 'https://api.openai.com/v1'),
};

export const probedServers: readonly string[] = Object.keys(servers);

/** What `mull doctor --probe` prints for a server, as it prints it, behind a line that says what was asked. */
export async function probeTable(name: string): Promise<string> {
  const probed = servers[name];
  if (probed === undefined) throw new Error(`There is no server "${name}"; there are ${probedServers.join(', ')}.`);
  const server = await probed.start();
  try {
    const host = fakeHost({
      outputIsTerminal: true,
      columns: 100,
      environment: { NO_COLOR: '1', npm_command: 'exec' },
    });
    const named = probed.model === undefined ? [] : ['--model', probed.model];
    await run(['doctor', '--probe', '--engine', server.url, ...named], host);
    if (host.printed.error !== '') throw new Error(`${name}: ${host.printed.error}`);
    const printed = host.printed.output.replaceAll(server.url, probed.shown).replace(/^mull [\d.]+/m, 'mull');
    return `${probed.label}\n\n\`\`\`\n$ npx mull doctor --probe --engine ${[probed.shown, ...named].join(' ')}\n${printed.trimEnd()}\n\`\`\``;
  } finally {
    await server.close();
  }
}
