import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeContext } from './native.ts';

/**
 * Makes the native sequence `to` hold what `from` holds.
 *
 * By the native copy where there is one, which is deferred to the next batch. Otherwise through a file, which is
 * read back only when it has the size that was written: llama.cpp aborts the process on a shorter one.
 */
export async function copyState(context: NativeContext, from: number, to: number, length: number): Promise<void> {
  if (length === 0) {
    context.disposeSequence(to);
    return;
  }
  if (context.copySequenceStateFromOtherSequence !== undefined) {
    // In this order: where to, where from.
    await context.copySequenceStateFromOtherSequence(to, from);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'mull-state-'));
  try {
    const file = join(folder, 'state');
    const written = await context.saveSequenceStateToFile(file, from, new Uint32Array(length));
    const { size } = await stat(file);
    if (size !== written) throw new Error(`${size} of ${written} bytes of a state were written to ${file}`);
    context.disposeSequence(to);
    await context.loadSequenceStateFromFile(file, to, length);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
