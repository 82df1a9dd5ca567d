import { basename } from 'node:path';
import { MullError } from '../../core/mull-error.ts';
import type { ModelFile } from './check-model-file.ts';
import { Link } from './isolation/link.ts';

/** Milliseconds a trial may take, and for each MiB of the file on top. */
const patience = 30_000;
const patiencePerMebibyte = 50;

const passed = new Set<string>();

/**
 * Has a model loaded in another process first, once per file and process: what kills native code dies there.
 *
 * @throws E_NOT_A_MODEL, E_MODEL_CORRUPT, E_MODEL_UNSUPPORTED, E_MEMORY
 */
export async function passTrial({ path, bytes, fingerprint }: ModelFile): Promise<void> {
  if (passed.has(fingerprint)) return;
  const link = new Link();
  let late = false;
  const timer = setTimeout(
    () => {
      late = true;
      void link.kill();
    },
    patience + (bytes / 2 ** 20) * patiencePerMebibyte,
  );
  try {
    await link.call('try', { path });
    passed.add(fingerprint);
  } catch (error) {
    if (!MullError.isMullError(error) || error.code !== 'E_ENGINE_CRASHED') throw error;
    throw new MullError(
      'E_MODEL_CORRUPT',
      late
        ? `${basename(path)} could not be loaded: llama.cpp did not come to an end with it.`
        : `${basename(path)} could not be loaded: llama.cpp died of it (${link.howEnded}).`,
      { hint: 'Fetch the file again and compare its checksum.', cause: error },
    );
  } finally {
    clearTimeout(timer);
    await link.kill();
  }
}
