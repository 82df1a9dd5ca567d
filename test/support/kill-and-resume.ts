import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What became of an evaluation that was killed again and again. */
export interface KilledRun {
  /** How often a process that evaluated was killed. */
  readonly kills: number;
  /** The lines of its records, by key. */
  readonly lines: ReadonlyMap<string, number>;
  /** Its records by key, without what differs from run to run: times, sessions, and what was in the cache. */
  readonly records: ReadonlyMap<string, string>;
  /** What `mull eval` prints at the end. */
  readonly report: string;
}

const script = join(import.meta.dirname, '../../bench/eval/evaluate-scripted.ts');

/**
 * Evaluates in a process of its own, which is killed (SIGKILL) at random moments so many times, each time followed by
 * the same command, until it is let end.
 *
 * @param options.questions - each makes ten samples
 * @param options.random - numbers from 0 up to 1
 */
export async function killAndResume(
  folder: string,
  { kills, questions, random }: { readonly kills: number; readonly questions: number; readonly random: () => number },
): Promise<KilledRun> {
  writeFileSync(join(folder, 'sums.jsonl'), sums(questions));
  let killed = 0;
  // How long a process needs until it makes samples, as far as it is known.
  let untilSamples = 1000;
  while (killed < kills) {
    const started = performance.now();
    const child = evaluate(folder);
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const makes = new Promise<void>((resolve) => {
      child.stderr?.on('data', (text: Buffer) => {
        if (/to make/.test(text.toString())) resolve();
      });
    });
    // Mostly while samples are made and written, sometimes while a process starts and looks at its run.
    const moment =
      random() < 0.15
        ? delay(random() * untilSamples)
        : makes.then(() => {
            untilSamples = (untilSamples + performance.now() - started) / 2;
            return delay(random() * 80);
          });
    const alone = await Promise.race([ended, moment]);
    if (alone !== undefined) throw new Error(`It ended by itself after ${killed} kills: ${alone}`);
    child.kill('SIGKILL');
    await ended;
    killed += 1;
  }
  const last = evaluate(folder);
  let report = '';
  let told = '';
  last.stdout?.on('data', (text: Buffer) => (report += text));
  last.stderr?.on('data', (text: Buffer) => (told += text));
  const code = await new Promise((resolve) => last.on('exit', resolve));
  if (code !== 0) throw new Error(`The last command ended with ${code}: ${told}`);
  return { kills: killed, ...recordsOf(folder), report };
}

function evaluate(folder: string): ChildProcess {
  const options = ['--data', 'sums.jsonl', '--name', 'killed', '--sweep', 'max=2,4,8', '--sweep', 'waits=0,1'];
  const all = [...options, '--samples', '2', '--temperature', '1'];
  return spawn(process.execPath, [script, folder, ...all], { stdio: ['ignore', 'pipe', 'pipe'] });
}

function sums(count: number): string {
  const sum = (n: number): string => `{"question": "What is ${n} + ${n % 7}?", "answer": ${n + (n % 7)}}\n`;
  return Array.from({ length: count }, (_, n) => sum(n)).join('');
}

function recordsOf(folder: string): Pick<KilledRun, 'lines' | 'records'> {
  const lines = new Map<string, number>();
  const records = new Map<string, string>();
  for (const line of readFileSync(join(folder, 'runs/killed/records.jsonl'), 'utf8').trim().split('\n')) {
    const { startedAt, seconds, session, ...record } = JSON.parse(line);
    for (const place of [record.tokens, record.receipt.usage]) delete place.cached;
    delete record.receipt.usage.evaluated;
    lines.set(record.key, (lines.get(record.key) ?? 0) + 1);
    records.set(record.key, JSON.stringify(record));
  }
  return { lines, records };
}

/** Keys of samples that two runs do not agree on. */
export function differing(one: KilledRun, other: KilledRun): string[] {
  const keys = new Set([...one.records.keys(), ...other.records.keys()]);
  return [...keys].filter((key) => one.records.get(key) !== other.records.get(key));
}
