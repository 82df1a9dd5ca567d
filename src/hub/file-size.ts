import { stat } from 'node:fs/promises';

/** Bytes of a file; 0 where there is none. */
export async function fileSize(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
