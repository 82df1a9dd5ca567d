// `npm run bench:eval [-- --kills 100 --records 1000000]`: what the harness of `mull eval` costs, and that it loses nothing.
import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { RunPlan } from '../src/core/run-plan.ts';
import type { Question } from '../src/dataset/question.ts';
import type { Engine } from '../src/engine/engine.ts';
import { runSamples } from '../src/eval/runner/run-samples.ts';
import { startSummary } from '../src/eval/summary/start-summary.ts';
import { think } from '../src/forcing/think.ts';
import { readRecords } from '../src/store/read-records.ts';
import { scanLines } from '../src/store/scan-lines.ts';
import { withRun } from '../src/store/with-run.ts';
import { buildRecord, scriptedEngine } from '../src/testing.ts';
import { aPlan } from '../test/support/a-plan.ts';
import { differing, killAndResume } from '../test/support/kill-and-resume.ts';
import { median } from './median.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    records: { type: 'string', default: '1000000' },
    samples: { type: 'string', default: '2000' },
    only: { type: 'string' },
  },
});
const root = mkdtempSync(join(tmpdir(), 'mull-bench-eval-'));
try {
  if (values.only === undefined || values.only === 'overhead') await overhead(Number(values.samples));
  if (values.only === undefined || values.only === 'summary') await summary(Number(values.records));
  if (values.only === undefined || values.only === 'kills') await kills(Number(values.kills));
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** CPU time of a run at 64 streams, and of the same calls of think() alone. */
async function overhead(count: number): Promise<void> {
  const streams = 64;
  const questions: Question[] = Array.from({ length: count }, (_, n) => {
    return { id: String(n), text: `What is ${n} + 1?`, gold: String(n + 1), hash: '0' };
  });
  // A new one for each round: a scripted engine remembers every call, and searches them.
  const open = (): Engine =>
    scriptedEngine({
      slots: streams,
      script: (prompt) => [`${'so '.repeat(20)}</think>`, String(1 + Number(/is (\d+)/.exec(prompt)?.[1] ?? 0))],
      words: ['so ', 'Final Answer:', 'What is + 1?'],
    });
  const plan = planOf(questions);
  const alone = async (): Promise<void> => {
    const engine = open();
    let next = 0;
    const work = async (): Promise<void> => {
      for (let n = next++; n < count; n = next++) {
        for await (const _ of think({ engine, prompt: questions[n]!.text, budget: {}, seed: n }));
      }
    };
    await Promise.all(Array.from({ length: streams }, work));
  };
  let rounds = 0;
  const recorded = async (): Promise<void> => {
    rounds += 1;
    await withRun(join(root, `overhead-${rounds}`), async (sink) => {
      await sink.writePlan(plan);
      const engine = open();
      const byId = new Map(questions.map((question) => [question.id, question]));
      await runSamples({ plan, questions: byId, engine, sink, session: 0, concurrency: streams });
    });
  };
  await alone();
  await recorded();
  const microseconds: { alone: number[]; recorded: number[] } = { alone: [], recorded: [] };
  for (let round = 0; round < 5; round += 1) {
    microseconds.alone.push(await cpu(alone));
    microseconds.recorded.push(await cpu(recorded));
  }
  const [bare, whole] = [median(microseconds.alone) / count, median(microseconds.recorded) / count];
  console.log(`\nOverhead: ${count} samples at ${streams} streams, scripted engine, median of 5\n`);
  console.log('| CPU per sample | microseconds |\n| --- | --- |');
  console.log(`| think() alone | ${bare.toFixed(0)} |`);
  console.log(`| a run: plan, grading, hashing, record on disk | ${whole.toFixed(0)} |`);
  console.log(`| added by the harness | ${(whole - bare).toFixed(0)} |`);
}

async function cpu(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Time and memory of summing up a large run, against parsing its lines and nothing else. */
async function summary(count: number): Promise<void> {
  const folder = join(root, 'summary');
  mkdirSync(folder);
  const path = join(folder, 'records.jsonl');
  const stream = createWriteStream(path);
  const thinking = 'First I add the two numbers, then I look at what I have and check it once more. '.repeat(8);
  for (let n = 0; n < count; n += 1) {
    const record = buildRecord({
      question: { id: `q${n % 500}`, level: String(n % 5) },
      setting: `max=${[500, 1000, 2000, 4000][n % 4]}`,
      sample: Math.floor(n / 2000),
      status: n % 3 === 0 ? 'wrong' : 'right',
      thinking,
      tokens: { thinking: (n * 7919) % 4000 },
    });
    if (!stream.write(`${JSON.stringify(record)}\n`))
      await new Promise<void>((resolve) => stream.once('drain', resolve));
  }
  stream.end();
  await finished(stream);
  const bytes = statSync(path).size;
  const bare = async (): Promise<void> => {
    let seen = 0;
    for await (const lines of scanLines(path)) for (const { text } of lines) if (JSON.parse(text) !== null) seen += 1;
    if (seen !== count) throw new Error(`${seen} lines`);
  };
  const heaps: number[] = [];
  const summed = async (): Promise<void> => {
    const builder = startSummary();
    let seen = 0;
    for await (const record of readRecords(folder)) {
      builder.add(record);
      seen += 1;
      if (seen % Math.ceil(count / 10) === 0) {
        globalThis.gc?.();
        heaps.push(process.memoryUsage().heapUsed);
      }
    }
    if (builder.summary().samples !== count) throw new Error(`${builder.summary().samples} samples`);
  };
  const times: { bare: number[]; summed: number[] } = { bare: [], summed: [] };
  for (let round = 0; round < 3; round += 1) {
    times.bare.push(await seconds(bare));
    times.summed.push(await seconds(summed));
  }
  const [least, ours] = [median(times.bare), median(times.summed)];
  console.log(`\nSummary: ${count} records, ${Math.round(bytes / count)} bytes each, median of 3\n`);
  console.log('| | seconds | |\n| --- | --- | --- |');
  console.log(`| JSON.parse of every line | ${least.toFixed(1)} | |`);
  console.log(`| the summary | ${ours.toFixed(1)} | ${(ours / least).toFixed(2)}x |`);
  const [first = 0] = heaps;
  const most = Math.max(...heaps);
  const mebibytes = (size: number): string => `${(size / 2 ** 20).toFixed(0)} MiB`;
  const how = globalThis.gc ? 'after collection' : 'without --expose-gc, garbage included';
  console.log(`\nHeap after a tenth of the records ${mebibytes(first)}, at most ${mebibytes(most)} (${how}).`);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
}

/** The same run, killed so many times and not at all. */
async function kills(count: number): Promise<void> {
  const folders = ['killed', 'whole'].map((name) => join(root, name));
  for (const folder of folders) mkdirSync(folder);
  const [killed, whole] = [
    await killAndResume(folders[0]!, { kills: count, questions: 300, random: Math.random }),
    await killAndResume(folders[1]!, { kills: 0, questions: 300, random: Math.random }),
  ];
  const times = [...killed.lines.values()];
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
  console.log(`\nKilled with SIGKILL ${killed.kills} times at random moments, then resumed\n`);
  console.log('| | killed | not killed |\n| --- | --- | --- |');
  console.log(`| samples | ${killed.lines.size} | ${whole.lines.size} |`);
  console.log(`| samples recorded other than once | ${times.filter((each) => each !== 1).length} | 0 |`);
  console.log(`| samples that differ | ${differing(killed, whole).length} | |`);
  console.log(`| report (SHA-256) | ${digest(killed.report)} | ${digest(whole.report)} |`);
  const { sessions }: RunPlan = JSON.parse(readFileSync(join(folders[0]!, 'runs/killed/plan.json'), 'utf8'));
  console.log(`\n${sessions.length} of the commands got as far as writing the plan.`);
  const same = differing(killed, whole).length === 0 && killed.report === whole.report;
  if (!same || times.some((each) => each !== 1)) {
    console.error('\nThe run that was killed differs.');
    process.exitCode = 1;
  }
}

function planOf(questions: readonly Question[]): RunPlan {
  return aPlan({
    id: 'bench',
    dataset: { name: 'sums', source: 'bench', hash: '0', size: questions.length },
    questions: questions.map(({ id, hash }) => [id, hash] as const),
    settings: [{ name: 'natural end', budget: {}, method: 'think', questions: questions.length, samples: 1 }],
  });
}
