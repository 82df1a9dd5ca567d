import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/core/run-record.ts';
import type { Damage } from '../../src/store/damage.ts';
import { findRun } from '../../src/store/find-run.ts';
import { listRuns } from '../../src/store/list-runs.ts';
import { readPlan } from '../../src/store/read-plan.ts';
import { readRecord } from '../../src/store/read-record.ts';
import { readRecords } from '../../src/store/read-records.ts';
import { withRun } from '../../src/store/with-run.ts';
import { buildRecord } from '../../src/testing.ts';
import { aPlan } from '../support/a-plan.ts';

const root = mkdtempSync(join(tmpdir(), 'mull-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;

describe('a run on disk', () => {
  test('keeps a plan and one record for every sample, and gives them back', async () => {
    const folder = newFolder();
    const first = buildRecord({ sample: 0 });
    const second = buildRecord({ sample: 1, status: 'wrong', thinking: 'Über 4 – nein.\n\u2028' });
    await write(folder, [first, second]);
    expect(await readPlan(folder)).toEqual(aPlan());
    expect(await all(folder)).toEqual([first, second]);
    expect(await readRecord(folder, second.key)).toEqual(second);
    expect(await readRecord(folder, 'no such key')).toBeUndefined();
  });

  test('knows what was done when it is opened again', async () => {
    const folder = newFolder();
    const record = buildRecord();
    await write(folder, [record]);
    await withRun(folder, async (writer) => {
      expect(writer.has(record.key)).toBe(true);
      expect(writer.plan).toEqual(aPlan());
      await expect(writer.append(record)).rejects.toThrow('was written before');
    });
  });

  test('a sample that failed is told as an error until it has worked', async () => {
    const folder = newFolder();
    const failed = buildRecord({ status: 'error', error: { code: 'E_ENGINE_FAULT', message: 'It failed.' } });
    await write(folder, [failed]);
    expect(await all(folder)).toEqual([failed]);
    await withRun(folder, async (writer) => {
      expect([writer.has(failed.key), writer.hasFailed(failed.key)]).toEqual([false, true]);
      await writer.append(buildRecord({ attempts: 2 }));
      expect(writer.hasFailed(failed.key)).toBe(false);
    });
    expect(await all(folder)).toEqual([buildRecord({ attempts: 2 })]);
  });

  test('a torn last line is cut off, and the next record stands on a line of its own', async () => {
    const folder = newFolder();
    await write(folder, [buildRecord({ sample: 0 })]);
    const torn = JSON.stringify(buildRecord({ sample: 1 })).slice(0, 60);
    appendFileSync(join(folder, 'records.jsonl'), torn);
    appendFileSync(join(folder, 'errors.jsonl'), torn);
    appendFileSync(join(folder, 'records.index'), '["natural');
    expect(await all(folder)).toEqual([buildRecord({ sample: 0 })]);
    await write(folder, [buildRecord({ sample: 1 }), buildRecord({ sample: 2, status: 'error' })]);
    expect((await all(folder)).map(({ sample }) => sample)).toEqual([0, 1, 2]);
  });

  test('a damaged line costs that sample and no other, and is named', async () => {
    const folder = newFolder();
    await write(folder, [buildRecord({ sample: 0 }), buildRecord({ sample: 1 }), buildRecord({ sample: 2 })]);
    const path = join(folder, 'records.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [lines[0], lines[1]?.replace('{', '#'), lines[2], ''].join('\n'));
    rmSync(join(folder, 'records.index'));
    const damage: Damage[] = [];
    expect((await all(folder, damage)).map(({ sample }) => sample)).toEqual([0, 2]);
    expect(damage).toEqual([{ file: path, line: 2, reason: 'is not JSON' }]);
    await withRun(folder, async (writer) => {
      expect(writer.damage).toHaveLength(1);
      expect([0, 1, 2].map((sample) => writer.has(buildRecord({ sample }).key))).toEqual([true, false, true]);
      await writer.append(buildRecord({ sample: 1 }));
    });
    expect((await all(folder)).map(({ sample }) => sample)).toEqual([0, 2, 1]);
  });

  test.each([
    ['is missing', (path: string) => rmSync(path)],
    ['is empty', (path: string) => writeFileSync(path, '')],
    ['is damaged', (path: string) => writeFileSync(path, `${readFileSync(path, 'utf8').split('\n')[0]}\n["x", 7`)],
    ['is nonsense', (path: string) => writeFileSync(path, 'nonsense\n[]\n')],
    ['fits another file', (path: string) => writeFileSync(path, '["x",0,99999999,"right"]\n')],
  ])('an index that %s is made anew', async (_, spoil) => {
    const folder = newFolder();
    const records = [0, 1, 2].map((sample) => buildRecord({ sample }));
    await write(folder, records);
    spoil(join(folder, 'records.index'));
    expect(await readRecord(folder, records[2]!.key)).toEqual(records[2]);
    await write(folder, [buildRecord({ sample: 3 })]);
    const index = readFileSync(join(folder, 'records.index'), 'utf8').trim().split('\n');
    expect(index.map((line) => JSON.parse(line)[0])).toEqual([0, 1, 2, 3].map((sample) => buildRecord({ sample }).key));
  });

  test('a record of 100 MB is one record', async () => {
    const folder = newFolder();
    const large = buildRecord({ thinking: 'x'.repeat(100 * 2 ** 20) });
    await write(folder, [large, buildRecord({ sample: 1 })]);
    const found = await all(folder);
    expect(found.map(({ thinking }) => thinking.length)).toEqual([
      large.thinking.length,
      buildRecord().thinking.length,
    ]);
  });

  test('records written at the same time all arrive, each once and whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 40 }), async (texts) => {
        const folder = newFolder();
        const records = texts.map((thinking, sample) => buildRecord({ sample, thinking }));
        await withRun(folder, async (writer) => {
          await Promise.all(records.map((record) => writer.append(record)));
        });
        const found = await all(folder);
        expect(found.map(({ sample }) => sample).sort((a, b) => a - b)).toEqual(records.map(({ sample }) => sample));
        for (const record of records) expect(await readRecord(folder, record.key)).toEqual(record);
      }),
      { numRuns: 20 },
    );
  });

  test('is written anew whole or not at all', async () => {
    const folder = newFolder();
    await write(folder, [buildRecord({ sample: 0 }), buildRecord({ sample: 1 })]);
    await withRun(folder, async (writer) => {
      await writer.rewrite((record) => ({ ...record, status: record.sample === 1 ? 'wrong' : 'right' }));
      expect(writer.has(buildRecord({ sample: 1 }).key)).toBe(true);
      await writer.append(buildRecord({ sample: 2 }));
      const failing = writer.rewrite((record) => {
        if (record.sample === 1) throw new Error('broken');
        return { ...record, status: 'truncated' };
      });
      await expect(failing).rejects.toThrow('broken');
    });
    expect((await all(folder)).map(({ status }) => status)).toEqual(['right', 'wrong', 'right']);
    expect((await readRecord(folder, buildRecord({ sample: 1 }).key))?.status).toBe('wrong');
  });
});

describe('two writers', () => {
  test('are refused, naming the process that writes', async () => {
    const folder = newFolder();
    await withRun(folder, async () => {
      await expect(withRun(folder, async () => {})).rejects.toMatchObject({
        code: 'E_RUN_LOCKED',
        message: expect.stringContaining(`Process ${process.pid} on `),
      });
    });
    await withRun(folder, async () => {});
  });

  test('are no matter where one was killed: its lock is taken over', async () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    const { hostname } = await import('node:os');
    // Beyond the largest number a process can have.
    writeFileSync(join(folder, '.lock'), JSON.stringify({ id: 'x', pid: 2 ** 30, host: hostname() }));
    await write(folder, [buildRecord()]);
    expect(await all(folder)).toHaveLength(1);
  });
});

describe('a folder that cannot be used', () => {
  test.each([
    ['a file', () => join(newFile(), 'run')],
    // Read-only, also for root.
    ['a file system that cannot be written', () => '/sys/kernel/mull-run'],
  ])('that lies in %s says so', async (_, folder) => {
    await expect(write(folder(), [])).rejects.toMatchObject({ code: 'E_RUN_UNWRITABLE' });
  });

  test.each([
    ['not json', 'is not JSON'],
    ['{"format":"mull run","version":2}', 'version must be 1, got 2'],
    ['{"format":"something else"}', 'format must be "mull run"'],
  ])('whose plan is %s is told what is wrong', async (text, message) => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'plan.json'), text);
    await expect(readPlan(folder)).rejects.toMatchObject({
      code: 'E_RUN_INVALID',
      message: expect.stringContaining(message),
    });
  });

  test('that is full loses nothing of what was written', async () => {
    // A device that is always full stands for a disk that is.
    const { AppendLog } = await import('../../src/store/append-log.ts');
    const log = await AppendLog.open('/dev/full', 0);
    await expect(log.append('a line')).rejects.toMatchObject({ code: 'E_DISK_FULL' });
    await expect(log.append('another')).rejects.toMatchObject({ code: 'E_DISK_FULL' });
    await log.close();
  });
});

describe('runs in a folder', () => {
  test('are listed with what became of their samples', async () => {
    const home = newFolder();
    await write(join(home, 'a'), [
      buildRecord({ sample: 0 }),
      buildRecord({ sample: 1, status: 'truncated' }),
      buildRecord({ sample: 2, status: 'error' }),
    ]);
    mkdirSync(join(home, 'broken'));
    writeFileSync(join(home, 'broken/plan.json'), '{');
    mkdirSync(join(home, 'no run'));
    const runs = await listRuns(home);
    expect(runs.map(({ name }) => name).sort()).toEqual(['a', 'broken']);
    expect(runs.find(({ name }) => name === 'a')).toMatchObject({
      planned: 2,
      busy: false,
      counts: { right: 1, wrong: 0, truncated: 1, 'no-answer': 0, error: 1 },
    });
    expect(runs.find(({ name }) => name === 'broken')?.problem).toContain('is not JSON');
    expect(await listRuns(join(home, 'nowhere'))).toEqual([]);
  });

  test('are found by name and by path, and a misspelt name by the nearest', async () => {
    const home = newFolder();
    await write(join(home, 'aime24-pebble'), []);
    expect(await findRun('aime24-pebble', home)).toBe(join(home, 'aime24-pebble'));
    expect(await findRun(join(home, 'aime24-pebble'), '/nowhere')).toBe(join(home, 'aime24-pebble'));
    await expect(findRun('aime42-pebble', home)).rejects.toMatchObject({
      code: 'E_RUN_NOT_FOUND',
      hint: 'Did you mean "aime24-pebble"?',
    });
  });
});

function newFile(): string {
  const file = newFolder();
  writeFileSync(file, '');
  return file;
}

function newFolder(): string {
  folders += 1;
  return join(root, String(folders));
}

async function write(folder: string, records: readonly RunRecord[]): Promise<void> {
  await withRun(folder, async (writer) => {
    await writer.writePlan(aPlan());
    for (const record of records) await writer.append(record);
  });
  expect(statSync(folder).isDirectory()).toBe(true);
}

async function all(folder: string, damage: Damage[] = []): Promise<RunRecord[]> {
  const found: RunRecord[] = [];
  for await (const record of readRecords(folder, { onDamage: (each) => damage.push(each) })) found.push(record);
  return found;
}
