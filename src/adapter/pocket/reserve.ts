import { MullError } from '../../core/mull-error.ts';

const pageBytes = 65_536;

/** Grows the memory to at least so many bytes. Views of it made before are detached. */
export function reserve(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing <= 0) return;
  try {
    memory.grow(Math.ceil(missing / pageBytes));
  } catch (cause) {
    throw new MullError('E_ENGINE_FAULT', `No memory for ${Math.ceil(missing / 2 ** 20)} MiB more.`, {
      hint: 'Lower `slots` or `contextSize`, or close other engines.',
      cause,
    });
  }
}
