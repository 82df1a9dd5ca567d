import type { WriteStream } from 'node:tty';
import { MullError } from '../core/mull-error.ts';
import { ClosedOutput, type Output } from './host.ts';

/** Standard output or standard error as an `Output`. */
export function processOutput(stream: NodeJS.WriteStream): Output {
  let failure: NodeJS.ErrnoException | undefined;
  // Without a listener a closed pipe would end the process with a stack trace.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error;
  });
  return {
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.isTTY ? (stream as WriteStream).columns || undefined : undefined;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(writeError(failure));
        stream.write(text, (error) => (error ? reject(writeError(error)) : resolve()));
      }),
  };
}

function writeError(error: NodeJS.ErrnoException): Error {
  if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return new ClosedOutput();
  return new MullError('E_OUTPUT_FAILED', `The output cannot be written: ${error.message}.`, {
    hint: 'Check where the output goes, and that there is room.',
    cause: error,
  });
}
