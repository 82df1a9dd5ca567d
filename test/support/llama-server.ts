import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'node_modules/.cache/llama-server');
const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const pebble = join(root, 'models/pebble.gguf');

export interface LlamaServerOptions {
  readonly model?: string;
  /** Tokens of all slots together, default 4,096; pebble itself was made for 1,024. */
  readonly context?: number;
  readonly slots?: number;
  /** File with a chat template to use instead of the model's own. */
  readonly template?: string;
  /** Whether texts show control tokens, default true. */
  readonly showControl?: boolean;
}

/** A real llama.cpp server that runs for the tests of one file. */
export interface LlamaServer {
  /** `http://127.0.0.1:PORT/v1` */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the server of llama.cpp with pebble on a free loopback port. */
export async function startLlamaServer(options: LlamaServerOptions = {}): Promise<LlamaServer> {
  if (!existsSync(join(folder, 'installed.txt'))) {
    throw new Error('The server of llama.cpp is not installed. Run: node scripts/setup.mjs');
  }
  const { model = pebble, context = 4096, slots = 4, template, showControl = true } = options;
  const parameters = [
    join(import.meta.dirname, 'serve-llama.py'),
    model,
    '--context',
    `${context}`,
    '--slots',
    `${slots}`,
  ];
  if (template !== undefined) parameters.push('--template', template);
  if (showControl) parameters.push('--show-control');
  const child = spawn(python, parameters, { stdio: ['pipe', 'pipe', 'pipe'] });
  const address = await listening(child);
  return {
    url: `${address}/v1`,
    close: () =>
      new Promise((done) => {
        child.once('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

/** The address that the server prints once it listens. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let words = '';
    let log = '';
    const hear = (piece: Buffer): void => {
      words += piece.toString();
      const address = /^listening on (http:\S+)$/m.exec(words)?.[1];
      if (address === undefined) return;
      child.stdout?.off('data', hear);
      found(address);
    };
    child.stdout?.on('data', hear);
    // Its log; unread, it would fill the pipe and stop the server.
    child.stderr?.on('data', (piece: Buffer) => {
      log = (log + piece.toString()).slice(-2000);
    });
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`The server of llama.cpp ended with ${code}:\n${log}`)));
  });
}
