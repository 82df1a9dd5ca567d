import process from 'node:process';
import type { Host } from './host.ts';
import { processOutput } from './process-output.ts';

/** The host of a real command line. */
export function processHost(version: string): Host {
  const { stdin } = process;
  return {
    environment: process.env,
    platform: process.platform,
    version,
    script: process.argv[1] ?? 'mull',
    workingDirectory() {
      try {
        return process.cwd();
      } catch {
        // The folder was removed in the meantime: nothing lies in it, and nothing above it is known.
        return '/';
      }
    },
    input: {
      isTerminal: stdin.isTTY === true,
      [Symbol.asyncIterator]: () => stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>,
    },
    output: processOutput(process.stdout),
    errorOutput: processOutput(process.stderr),
    async ask(message, placeholder) {
      const { isCancel, text } = await import('@clack/prompts');
      const answer = await text({ message, placeholder });
      return isCancel(answer) ? undefined : (answer ?? '');
    },
    async openEngine(specification, options) {
      const { openEngine } = await import('../adapter/open-engine.ts');
      return openEngine(specification, options);
    },
    onInterrupt(listener) {
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
    onTerminate(listener) {
      process.on('SIGTERM', listener);
      return () => process.off('SIGTERM', listener);
    },
    quit: (exitCode) => process.exit(exitCode),
  };
}
