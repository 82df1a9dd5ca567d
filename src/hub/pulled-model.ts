import type { MullError } from '../core/mull-error.ts';

/** A model from the Hub that lies complete on this machine. */
export interface PulledModel {
  /** Its name with the file spelt out: `hf:owner/repo:file.gguf`. */
  readonly name: string;
  readonly repo: string;
  /** The path of its first part in the repository. */
  readonly file: string;
  /** The commit it is of. */
  readonly commit: string;
  /** The file to open; of a split model the first part. */
  readonly path: string;
  /** All its files, the first part first. */
  readonly paths: readonly string[];
  /** Bytes of all its files. */
  readonly bytes: number;
  /** Bytes that came over the network for it now: 0 where all of it was there. */
  readonly received: number;
  /** Why it could not be asked whether the Hub has something newer; the copy in the cache was taken. */
  readonly notAsked?: MullError;
}
