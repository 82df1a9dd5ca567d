import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
/** The built command, as users run it; `npm test` builds before it tests. */
export const script: string = resolve(root, 'dist/cli/main.js');

export interface Outcome {
  readonly output: string;
  readonly error: string;
  readonly exitCode: number | null;
  /** The signal that ended the process, if one did. */
  readonly signal: NodeJS.Signals | null;
}

export interface MullOptions {
  readonly input?: string | Uint8Array;
  /** Leave standard input open. */
  readonly keepInputOpen?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly onStart?: (child: ChildProcess) => void;
  /** Called at every piece of output, with everything so far. */
  readonly onOutput?: (output: string, child: ChildProcess) => void;
}

/** Runs the command line as a process of its own, as a user does. */
export function mull(argv: readonly string[], options: MullOptions = {}): Promise<Outcome> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [script, ...argv], {
    cwd: options.workingDirectory ?? root,
    env: { PATH, HOME, LANG: 'C.UTF-8', npm_command: 'exec', ...options.environment },
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  options.onStart?.(child);
  let output = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    options.onOutput?.(output, child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    error += text;
  });
  // A process that refuses its input closes the pipe early.
  child.stdin.on('error', () => {});
  if (!options.keepInputOpen) child.stdin.end(options.input ?? '');
  return new Promise((settle, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => settle({ output, error, exitCode, signal }));
  });
}
