// The layer hub needs Node: its hashes.
import { createHash } from 'node:crypto';

/** A checksum that is computed while the bytes arrive. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  /** In hexadecimal; ends it. */
  digest(): string;
}

/**
 * Computes a checksum of the kind a blob is named after: SHA-256 for files in LFS, else the SHA-1 by which git names a
 * blob, which begins with its length.
 *
 * @param like - a checksum of that kind, in hexadecimal
 */
export function startChecksum(like: string, bytes: number): RunningChecksum {
  const isGit = like.length === 40;
  const hash = createHash(isGit ? 'sha1' : 'sha256');
  if (isGit) hash.update(`blob ${bytes}\0`);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('hex') };
}
