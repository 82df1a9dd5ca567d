import type { Llama } from 'node-llama-cpp';
import { MullError } from '../../core/mull-error.ts';
import { loadPeer } from './load-peer.ts';
import { installCommand } from './peer-version.ts';

export type Gpu = 'auto' | 'cuda' | 'metal' | 'vulkan' | false;

/** llama.cpp, loaded once per process and kind of GPU; never unloaded, since engines come and go. */
export interface Library {
  readonly llama: Llama;
  /** What llama.cpp complained of last, oldest first. */
  readonly complaints: string[];
}

const platform = `${process.platform}-${process.arch}`;
const libraries = new Map<Gpu, Promise<Library>>();
/** Lines of llama.cpp that are kept: its errors come in threes and fours, the first being the telling one. */
const keptComplaints = 20;

/** @throws E_PEER_MISSING, E_PEER_VERSION; E_UNSUPPORTED for a GPU that is not there */
export function openLibrary(gpu: Gpu): Promise<Library> {
  let library = libraries.get(gpu);
  if (library === undefined) {
    library = load(gpu);
    libraries.set(gpu, library);
    library.catch(() => libraries.delete(gpu));
  }
  return library;
}

async function load(gpu: Gpu): Promise<Library> {
  const { getLlama, LlamaLogLevel } = await loadPeer();
  const complaints: string[] = [];
  const logger = (_level: unknown, message: string): void => {
    complaints.push(message.trim());
    if (complaints.length > keptComplaints) complaints.shift();
  };
  let llama: Llama;
  try {
    // A build from source takes minutes and prints; who wants one runs node-llama-cpp's own command.
    llama = await getLlama({ build: 'never', gpu, maxThreads: 0, logLevel: LlamaLogLevel.error, logger });
  } catch (cause) {
    if (gpu !== 'auto' && gpu !== false) throw noGpu(gpu, cause);
    throw new MullError('E_PEER_MISSING', `node-llama-cpp has no llama.cpp that runs here (${platform}).`, {
      hint: `${installCommand}, without --omit=optional, or build one: npx node-llama-cpp source download`,
      cause,
    });
  }
  // Where there is no such GPU the library goes on without one.
  if (gpu !== 'auto' && llama.gpu !== gpu) throw noGpu(String(gpu));
  return { llama, complaints };
}

function noGpu(gpu: string, cause?: unknown): MullError {
  return new MullError('E_UNSUPPORTED', `llama.cpp cannot use ${gpu} here (${platform}).`, {
    hint: "Leave `gpu` out, or set it to 'auto' or false.",
    cause,
  });
}
