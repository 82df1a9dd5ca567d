import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Bytes of a child's last words that are kept; an assertion's own line is within them. */
const keptOutput = 4096;

/** A child that runs llama.cpp, and what it said last. */
export interface LlamaChild {
  readonly process: ChildProcess;
  /** The end of what it wrote to its standard error. */
  readonly lastWords: () => string;
  /** Settles when it has ended, with how. */
  readonly ended: Promise<ChildEnd>;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Starts a process with the code of `isolation/child.ts`. */
export function startChild(): LlamaChild {
  // From source this file lies beside the folder, in the published package everything lies in one folder.
  const child = import.meta.url.endsWith('.ts') ? './isolation/child.ts' : './llama-child.js';
  const started = fork(fileURLToPath(new URL(child, import.meta.url)), {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let written = '';
  started.stderr?.on('data', (chunk: Buffer) => {
    written = (written + chunk.toString('utf8')).slice(-keptOutput);
  });
  const ended = new Promise<ChildEnd>((resolve) => {
    started.once('close', (code, signal) => resolve({ code, signal }));
    started.once('error', () => resolve({ code: null, signal: null }));
  });
  return { process: started, lastWords: () => written, ended };
}

/** How it ended, with the line in which an assertion names itself: `SIGABRT: GGML_ASSERT(n > 0) failed`. */
export function causeOfEnd({ code, signal }: ChildEnd, lastWords: string): string {
  const how = signal ?? `exit code ${code}`;
  const assertion = /GGML_ASSERT\(.*\) failed|GGML_ABORT.*|terminate called.*|.*\bwhat\(\):.*/.exec(lastWords)?.[0];
  return assertion === undefined ? how : `${how}: ${assertion.trim()}`;
}
