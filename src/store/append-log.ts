import { type FileHandle, open } from 'node:fs/promises';
import { storeFault } from './store-fault.ts';

/** Milliseconds between two times that what was written is forced onto the disk: all that a power cut can take. */
const syncEvery = 1000;

interface Waiting {
  readonly text: string;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A file that lines are appended to. A line that was acknowledged survives the death of the process; the end of the
 * machine can take the lines of the last second. Lines that arrive while others are being written go together.
 */
export class AppendLog {
  readonly #file: FileHandle;
  readonly #path: string;
  #size: number;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #syncedAt = performance.now();
  #dirty = false;

  private constructor(path: string, file: FileHandle, size: number) {
    this.#path = path;
    this.#file = file;
    this.#size = size;
  }

  /** @param size - bytes that are whole lines; what stands behind them is cut off */
  static async open(path: string, size: number): Promise<AppendLog> {
    const file = await open(path, 'a');
    if ((await file.stat()).size > size) await file.truncate(size);
    return new AppendLog(path, file, size);
  }

  /**
   * Appends a line.
   *
   * @returns the offset of its first byte
   * @throws E_DISK_FULL, E_RUN_UNWRITABLE; the file then ends with the last whole line
   */
  append(line: string): Promise<number> {
    if (this.#failure) return Promise.reject(this.#failure.error);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text: line, resolve, reject });
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  /** Waits for what is being written and forces it onto the disk. */
  async close(): Promise<void> {
    await this.#writing;
    try {
      if (this.#dirty && !this.#failure) await this.#file.sync();
    } finally {
      await this.#file.close();
    }
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const pieces = batch.map(({ text }) => Buffer.from(`${text}\n`));
      try {
        await writeAll(this.#file, Buffer.concat(pieces));
        this.#dirty = true;
        if (performance.now() - this.#syncedAt > syncEvery) await this.#sync();
      } catch (error) {
        return this.#fail(error, batch);
      }
      for (const [index, { resolve }] of batch.entries()) {
        resolve(this.#size);
        this.#size += pieces[index]?.length ?? 0;
      }
    }
  }

  async #sync(): Promise<void> {
    this.#dirty = false;
    await this.#file.datasync();
    this.#syncedAt = performance.now();
  }

  /** A part of a line may be there: nothing may follow it. */
  async #fail(cause: unknown, batch: readonly Waiting[]): Promise<void> {
    await this.#file.truncate(this.#size).catch(() => {});
    const error = storeFault(cause, 'Writing a record', this.#path);
    this.#failure = { error };
    for (const { reject } of [...batch, ...this.#waiting]) reject(error);
    this.#waiting = [];
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}
