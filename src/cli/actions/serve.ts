import { pino } from 'pino';
import { playgroundPage } from '../../server/playground-page.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { defined } from '../defined.ts';
import type { Host } from '../host.ts';
import { listenForInterrupts } from '../interrupts.ts';
import { readCeilings } from '../read-ceilings.ts';
import { readServerKeys } from '../read-server-keys.ts';
import type { ServeFlags } from '../serve-options.ts';
import { terminalStyle } from '../terminal-style.ts';
import type { ThinkSettings } from '../think-settings.ts';
import { withEngine } from '../with-engine.ts';

/** `mull serve`: until somebody says that it is enough. */
export async function serveCommand(settings: ThinkSettings, flags: ServeFlags, host: Host): Promise<void> {
  // Before a model is loaded for nothing.
  const keys = readServerKeys(flags.keys, host);
  const ceilings = flags.ceiling === undefined ? undefined : readCeilings(flags.ceiling, '--ceiling');
  const interrupts = listenForInterrupts(host);
  try {
    await withEngine(settings.engine, host, interrupts.signal, async (engine) => {
      const { port, alias, timeout, concurrency, queue, ping, cors, log = 'info' } = flags;
      const server = await startServer({
        engine,
        ...defined({ host: flags.host, port, ceilings, aliases: alias, origins: cors }),
        ...defined({ timeout, concurrency, queue, bodyLimit: flags['body-limit'], pingSeconds: ping }),
        keys,
        log: pino({ level: log, base: null }, { write: (line) => void host.errorOutput.write(line).catch(() => {}) }),
        logTexts: flags['log-texts'] ?? false,
        budget: settings.budget,
        sampling: settings.sampling,
        page: playgroundPage(),
      });
      await host.output.write(`${greeting(server, engine.id, engine.model.name, host).join('\n')}\n`);
      await untilTold(server, interrupts, host);
    });
  } finally {
    interrupts.stop();
  }
}

function greeting({ url }: RunningServer, id: string, model: string, host: Host): string[] {
  const style = terminalStyle(host, host.output);
  return [
    `${style.paint('heading', model)} is served at ${style.paint('heading', url)} (${id})`,
    `  OpenAI clients:    base URL ${url}/v1, model ${model}`,
    `  Anthropic clients: base URL ${url}, model ${model}`,
    `  Playground:        ${url}`,
    style.paint('faint', '  Ctrl-C once: finish what runs. Twice: break it off.'),
  ];
}

/** The first Ctrl-C or SIGTERM lets what runs come to its end, the next one does not. */
async function untilTold(
  server: RunningServer,
  interrupts: ReturnType<typeof listenForInterrupts>,
  host: Host,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const finish = (): void => {
      const { active } = server;
      if (active > 0) {
        const what = active === 1 ? 'one request' : `${active} requests`;
        host.errorOutput.write(`Finishing ${what}; Ctrl-C again breaks it off.\n`).catch(() => {});
      }
      server.close().then(resolve, reject);
    };
    const stopTerminations = host.onTerminate(() => finish());
    interrupts.gently = () => {
      finish();
      return true;
    };
    interrupts.signal.addEventListener('abort', () => server.abort(), { once: true });
    interrupts.signal.addEventListener('abort', stopTerminations, { once: true });
  });
}
