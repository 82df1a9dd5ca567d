import { stat } from 'node:fs/promises';
import type { RunPlan } from '../core/run-plan.ts';
import type { RunRecord } from '../core/run-record.ts';
import { fileSize } from '../hub/file-size.ts';
import { AppendLog } from './append-log.ts';
import type { Damage } from './damage.ts';
import { parseRecord } from './parse-record.ts';
import { readPlan } from './read-plan.ts';
import { formatIndexLine, loadIndex } from './record-index.ts';
import { replaceFile } from './replace-file.ts';
import { type RunPaths, runPaths } from './run-paths.ts';
import { scanLines } from './scan-lines.ts';
import { storeFault } from './store-fault.ts';

/** A run that is being worked on; `withRun` gives it. */
export interface RunWriter {
  readonly folder: string;
  /** As it stands on disk; undefined for a run that has none yet. */
  readonly plan: RunPlan | undefined;
  /** Lines that cannot be read. Their samples count as missing. */
  readonly damage: readonly Damage[];
  /** Whether a sample has ended and is on disk. */
  has(key: string): boolean;
  /** Whether a sample failed the last time and is not among those that ended. */
  hasFailed(key: string): boolean;
  /** Replaces the plan, whole or not at all. */
  writePlan(plan: RunPlan): Promise<void>;
  /**
   * Writes a sample down; it is safe from the death of the process once this resolves.
   *
   * @throws E_DISK_FULL, E_RUN_UNWRITABLE; what was written before stays whole
   */
  append(record: RunRecord): Promise<void>;
  /**
   * Puts other records in the place of those there, whole or not at all: after a new grading.
   *
   * @param change - the new record; keys must stay
   */
  rewrite(change: (record: RunRecord) => RunRecord): Promise<void>;
  close(): Promise<void>;
}

/** Opens a run for writing: cuts off what a killed process left half-written. The caller holds the lock. */
export async function openRunWriter(folder: string): Promise<RunWriter> {
  const paths = runPaths(folder);
  try {
    const plan = (await exists(paths.plan)) ? await readPlan(folder) : undefined;
    return await Writer.open(folder, paths, plan);
  } catch (error) {
    throw storeFault(error, 'Opening the run', folder);
  }
}

interface Logs {
  readonly records: AppendLog;
  readonly errors: AppendLog;
  readonly index: AppendLog;
}

class Writer implements RunWriter {
  readonly folder: string;
  readonly damage: Damage[] = [];
  readonly #paths: RunPaths;
  readonly #done = new Set<string>();
  readonly #failed = new Set<string>();
  #plan: RunPlan | undefined;
  #logs!: Logs;

  private constructor(folder: string, paths: RunPaths, plan: RunPlan | undefined) {
    this.folder = folder;
    this.#paths = paths;
    this.#plan = plan;
  }

  static async open(folder: string, paths: RunPaths, plan: RunPlan | undefined): Promise<Writer> {
    const writer = new Writer(folder, paths, plan);
    await writer.#open();
    return writer;
  }

  get plan(): RunPlan | undefined {
    return this.#plan;
  }

  has(key: string): boolean {
    return this.#done.has(key);
  }

  hasFailed(key: string): boolean {
    return this.#failed.has(key) && !this.#done.has(key);
  }

  async writePlan(plan: RunPlan): Promise<void> {
    try {
      await replaceFile(this.#paths.plan, (add) => add(`${JSON.stringify(plan, undefined, 1)}\n`));
    } catch (error) {
      throw storeFault(error, 'Writing the plan', this.folder);
    }
    this.#plan = plan;
  }

  async append(record: RunRecord): Promise<void> {
    const { key, status } = record;
    if (status === 'error') {
      await this.#logs.errors.append(JSON.stringify(record));
      this.#failed.add(key);
      return;
    }
    if (this.#done.has(key)) throw new Error(`The sample ${key} was written before.`);
    const line = JSON.stringify(record);
    // Taken at once: two calls for one key must not both pass.
    this.#done.add(key);
    try {
      const offset = await this.#logs.records.append(line);
      // Nobody waits for the index: what is missing in it is found in the records.
      void this.#logs.index.append(formatIndexLine([key, offset, Buffer.byteLength(line) + 1, status])).catch(() => {});
    } catch (error) {
      this.#done.delete(key);
      throw error;
    }
  }

  async rewrite(change: (record: RunRecord) => RunRecord): Promise<void> {
    await this.close();
    try {
      await replaceFile(this.#paths.index, async () => {});
      await replaceFile(this.#paths.records, async (add) => {
        for await (const lines of scanLines(this.#paths.records)) {
          await add(lines.map(({ text }) => `${changed(text, change)}\n`).join(''));
        }
      });
    } catch (error) {
      throw storeFault(error, 'Writing the records anew', this.folder);
    } finally {
      await this.#open();
    }
  }

  async close(): Promise<void> {
    const { records, errors, index } = this.#logs;
    await Promise.all([records.close(), errors.close(), index.close()]);
  }

  async #open(): Promise<void> {
    const paths = this.#paths;
    this.damage.length = 0;
    const onDamage = (damage: Damage): void => void this.damage.push(damage);
    const { entries, end } = await loadIndex(paths, { onDamage, write: true });
    this.#done.clear();
    for (const key of entries.keys()) this.#done.add(key);
    const errorsEnd = await this.#readErrors();
    const indexEnd = await fileSize(paths.index);
    this.#logs = {
      records: await AppendLog.open(paths.records, end),
      errors: await AppendLog.open(paths.errors, errorsEnd),
      index: await AppendLog.open(paths.index, indexEnd),
    };
  }

  async #readErrors(): Promise<number> {
    let end = 0;
    this.#failed.clear();
    for await (const lines of scanLines(this.#paths.errors)) {
      for (const { text, length } of lines) {
        const record = parseRecord(text);
        if (typeof record !== 'string') this.#failed.add(record.key);
        end += length;
      }
    }
    return end;
  }
}

/** A line that cannot be read stays as it is. */
function changed(text: string, change: (record: RunRecord) => RunRecord): string {
  const record = parseRecord(text);
  return typeof record === 'string' ? text : JSON.stringify(change(record));
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
