// The layer hub needs Node: it keeps files.
import type { FileHandle } from 'node:fs/promises';
import { constants, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import { withLock } from './cache-lock.ts';
import { aborted, isPassingFault } from './hub-fault.ts';
import { pause } from './hub-fetch.ts';
import { openTransfer, type TransferRequest } from './open-transfer.ts';
import { readChunks } from './read-chunks.ts';
import type { RepoFolder } from './repo-folder.ts';
import { type RunningChecksum, startChecksum } from './start-checksum.ts';

/** The lock that whoever fetches a file holds. */
export function lockPath(folder: RepoFolder, checksum: string): string {
  return join(folder.locks, `${checksum}.mull.lock`);
}

/** How a blob is fetched. */
export interface BlobOptions {
  readonly signal?: AbortSignal;
  /** Bytes of the file that are here, as they grow; `waiting` while another process fetches it. */
  readonly onProgress?: (bytes: number, waiting: boolean) => void;
}

/** Tries in a row that brought not one byte, before a pull is given up. */
const mostVainTries = 6;

/** Where a file grows until it is whole. Other tools use `.incomplete` and do not expect a second writer. */
export function partialPath(folder: RepoFolder, checksum: string): string {
  return join(folder.blobs, `${checksum}.mull.incomplete`);
}

/**
 * Brings a file into the blobs of its repository, going on where an earlier pull stopped. It gets its name only after
 * its checksum was found right.
 *
 * @returns the bytes that came over the network
 * @throws E_CHECKSUM, E_ABORTED, what `openTransfer` throws once trying again is in vain, faults of the file system
 */
export async function fetchBlob(
  request: TransferRequest,
  folder: RepoFolder,
  options: BlobOptions = {},
): Promise<number> {
  const { file } = request;
  const blob = join(folder.blobs, file.checksum);
  const partial = partialPath(folder, file.checksum);
  const onWait = async (): Promise<void> => options.onProgress?.((await sizeOf(partial)) ?? 0, true);
  const lock = lockPath(folder, file.checksum);
  try {
    return await withLock(lock, { signal: options.signal, onWait }, async () => {
      // Whoever held the lock before may have brought it.
      if ((await sizeOf(blob)) === file.bytes) return 0;
      const received = await complete(request, partial, options);
      await rename(partial, blob);
      return received;
    });
  } catch (error) {
    if (MullError.isMullError(error) && error.code === 'E_CHECKSUM') await rm(partial, { force: true });
    throw options.signal?.aborted ? aborted(file.path) : error;
  }
}

async function complete(request: TransferRequest, partial: string, options: BlobOptions): Promise<number> {
  const handle = await open(partial, constants.O_RDWR | constants.O_CREAT);
  let digest: string;
  let received: number;
  try {
    const growing = await resume(handle, request, options);
    options.onProgress?.(growing.bytes, false);
    received = await receive(request, handle, growing, options);
    await handle.sync();
    digest = growing.checksum.digest();
  } finally {
    await handle.close();
  }
  if (digest === request.file.checksum) return received;
  throw corrupt(request, `its checksum is ${digest} instead of ${request.file.checksum}`);
}

/** The file while it grows. */
interface Growing {
  bytes: number;
  checksum: RunningChecksum;
}

async function resume(handle: FileHandle, { file }: TransferRequest, options: BlobOptions): Promise<Growing> {
  const { size } = await handle.stat();
  const growing = { bytes: 0, checksum: startChecksum(file.checksum, file.bytes) };
  if (size > file.bytes) {
    await handle.truncate(0);
    return growing;
  }
  const buffer = new Uint8Array(Math.min(size, 2 ** 20));
  while (growing.bytes < size) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, growing.bytes);
    if (bytesRead === 0) break;
    // Reading tens of gigabytes takes a while.
    if (options.signal?.aborted) throw aborted(file.path);
    growing.checksum.update(buffer.subarray(0, bytesRead));
    growing.bytes += bytesRead;
    options.onProgress?.(growing.bytes, false);
  }
  return growing;
}

/** Receives until the file is whole; a broken connection is taken up again, and again as long as that brings bytes. */
async function receive(
  request: TransferRequest,
  handle: FileHandle,
  growing: Growing,
  options: BlobOptions,
): Promise<number> {
  const { file, repo, settings } = request;
  let received = 0;
  let xet = settings.xet;
  for (let vainTries = 0; growing.bytes < file.bytes; ) {
    const before = received;
    try {
      const { start, stream } = await openTransfer(request, growing.bytes, xet);
      if (start !== growing.bytes) await restart(handle, growing, request);
      for await (const chunk of readChunks(stream, request, growing, options.signal)) {
        if (growing.bytes + chunk.length > file.bytes) throw tooLong(request);
        await writeWhole(handle, chunk, growing.bytes);
        growing.checksum.update(chunk);
        growing.bytes += chunk.length;
        received += chunk.length;
        options.onProgress?.(growing.bytes, false);
      }
    } catch (error) {
      vainTries = received > before ? 1 : vainTries + 1;
      if (!isPassingFault(error) || vainTries >= mostVainTries) throw error;
      // The plain way passes where a proxy does not know the other hosts of Xet.
      xet = false;
      await pause(vainTries, settings, { repo }, options.signal);
    }
  }
  return received;
}

async function restart(handle: FileHandle, growing: Growing, { file }: TransferRequest): Promise<void> {
  await handle.truncate(0);
  growing.bytes = 0;
  growing.checksum = startChecksum(file.checksum, file.bytes);
}

function tooLong(request: TransferRequest): MullError {
  return corrupt(request, `it is longer than ${request.file.bytes} bytes`);
}

async function writeWhole(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    written += (await handle.write(chunk, written, chunk.length - written, position + written)).bytesWritten;
  }
}

function corrupt({ file, repo }: TransferRequest, how: string): MullError {
  return new MullError('E_CHECKSUM', `${file.path} of ${repo} did not arrive as the Hub announced it: ${how}.`, {
    hint: 'It was deleted. Pull it again; if that does not help, something on the way changes it (a proxy, a mirror).',
  });
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}
