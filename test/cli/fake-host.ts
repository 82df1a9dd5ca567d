import { openEngine } from '../../src/adapter/open-engine.ts';
import { ClosedOutput, type Host, type Output } from '../../src/cli/host.ts';

/** A host that keeps what is printed. */
export interface FakeHost extends Host {
  /** What was printed on standard output and on standard error so far. */
  readonly printed: { output: string; error: string };
  readonly quitWith: number[];
  /** Ctrl-C. */
  interrupt(): void;
  /** SIGTERM. */
  terminate(): void;
}

export interface FakeHostOptions {
  readonly input?: string | Uint8Array;
  readonly inputIsTerminal?: boolean;
  readonly outputIsTerminal?: boolean;
  readonly columns?: number;
  readonly environment?: Host['environment'];
  readonly workingDirectory?: string;
  readonly ask?: Host['ask'];
  readonly openEngine?: Host['openEngine'];
  /** Called with everything printed so far, after each piece of output. */
  readonly onOutput?: (printed: string, host: FakeHost) => void;
  /** Standard output is closed by its reader after so many characters. */
  readonly closesAfter?: number;
}

export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const { input = '', environment = { npm_command: 'exec' }, workingDirectory = '/' } = options;
  const listeners = new Set<() => void>();
  const terminations = new Set<() => void>();
  const printed = { output: '', error: '' };
  const output: Output = {
    isTerminal: options.outputIsTerminal ?? false,
    columns: options.columns,
    async write(text) {
      if (printed.output.length + text.length > (options.closesAfter ?? Number.POSITIVE_INFINITY)) {
        throw new ClosedOutput();
      }
      printed.output += text;
      options.onOutput?.(printed.output, host);
    },
  };
  const host: FakeHost = {
    printed,
    quitWith: [],
    interrupt() {
      for (const listener of [...listeners]) listener();
    },
    terminate() {
      for (const listener of [...terminations]) listener();
    },
    environment,
    platform: 'linux',
    version: '1.2.3',
    script: '/usr/bin/mull',
    workingDirectory: () => workingDirectory,
    input: {
      isTerminal: options.inputIsTerminal ?? false,
      async *[Symbol.asyncIterator]() {
        const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
        for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
      },
    },
    output,
    errorOutput: {
      isTerminal: false,
      columns: undefined,
      async write(text) {
        printed.error += text;
      },
    },
    ask: options.ask ?? (async () => undefined),
    openEngine: options.openEngine ?? openEngine,
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onTerminate(listener) {
      terminations.add(listener);
      return () => terminations.delete(listener);
    },
    quit(exitCode) {
      host.quitWith.push(exitCode);
    },
  };
  return host;
}
