import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { PullOptions } from '../../src/hub/keep-files.ts';
import { type HubServer, type ServedRepo, startHubServer } from './hub-server.ts';

/** A Hub of one's own and an empty cache, both gone when the test ends; nothing of the user's settings is read. */
export interface HubWorkspace {
  readonly server: HubServer;
  readonly cacheDir: string;
  /** What to pull with: this Hub, this cache, no token, and quick to try again. */
  readonly options: PullOptions;
}

const variables = [
  'HF_ENDPOINT',
  'HF_TOKEN',
  'HUGGING_FACE_HUB_TOKEN',
  'HF_TOKEN_PATH',
  'HF_HUB_CACHE',
  'HUGGINGFACE_HUB_CACHE',
  'XDG_CACHE_HOME',
  'HF_HUB_OFFLINE',
  'TRANSFORMERS_OFFLINE',
  'HF_HUB_DISABLE_XET',
  'HF_HUB_DISABLE_IMPLICIT_TOKEN',
  'HF_HUB_DOWNLOAD_TIMEOUT',
];

export async function hubWorkspace(repos: Record<string, ServedRepo> = {}): Promise<HubWorkspace> {
  const home = await temporaryFolder();
  for (const name of variables) vi.stubEnv(name, undefined);
  vi.stubEnv('HF_HOME', home);
  const server = await startHubServer(repos);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });
  const cacheDir = join(home, 'hub');
  return { server, cacheDir, options: { endpoint: server.url, cacheDir, retryDelay: 1 } };
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mull-hub-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Bytes that differ everywhere, so that no mix-up goes unseen. */
export function content(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let index = 0, state = seed; index < length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}
