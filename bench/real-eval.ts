// `npm run test:real`, second part, or `npm run test:real -- eval`: `mull eval` with a small public model on GSM8K, and every bound checked in the records.
// `[-- --model NAME --questions N --max 64,256 --waits 0,1]`
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { processHost } from '../src/cli/process-host.ts';
import { run } from '../src/cli/run.ts';
import { readRecords } from '../src/store/read-records.ts';
import { cache, fetchModel } from './real/fetch-model.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'qwen2.5-coder-0.5b' },
    questions: { type: 'string', default: '20' },
    max: { type: 'string', default: '64,256' },
    waits: { type: 'string', default: '0,1' },
    slots: { type: 'string', default: '8' },
    threads: { type: 'string', default: '2' },
    // Options of the first part.
    thinking: { type: 'string' },
  },
});

const { model, questions } = fetchModel(values.model);
const folder = join(cache, 'real-eval');
mkdirSync(folder, { recursive: true });
const name = `gsm8k-${values.model}`;
const argv = ['eval', 'gsm8k', '--data', questions, '--engine', model, '--name', name];
const sweeps = ['--sweep', `max=${values.max}`, '--sweep', `waits=${values.waits}`];
// Small models write on and on after a Wait: twice what they think of their own is enough to see it.
const bounds = ['--answer', '128', '--context', '1024', '--concurrency', values.slots, '--threads', values.threads];
const host = { ...processHost('0.0.0'), workingDirectory: () => folder };
const code = await run([...argv, '--limit', values.questions, ...sweeps, ...bounds], host);
if (code !== 0) process.exit(code);

const faults: string[] = [];
const keys = new Set<string>();
for await (const { key, receipt, forced, thinking, tokens } of readRecords(join(folder, 'runs', name))) {
  if (keys.has(key)) faults.push(`${key} stands there twice`);
  keys.add(key);
  const { max, waits } = receipt?.bounds ?? {};
  if (tokens.thinking > (max?.effective ?? 0))
    faults.push(`${key}: ${tokens.thinking} tokens of at most ${max?.effective}`);
  const told = forced.filter(({ kind }) => kind === 'wait');
  if (told.length !== waits?.happened) faults.push(`${key}: ${told.length} Waits, the receipt says ${waits?.happened}`);
  for (const { text, offset } of told) {
    if (!thinking.startsWith(text, offset)) faults.push(`${key}: ${JSON.stringify(text)} does not stand at ${offset}`);
  }
}
console.log(`\n${keys.size} records checked: every maximum, and every Wait where the record says it stands.`);
if (faults.length > 0) {
  console.error(`\nRecords that do not fit:\n${faults.join('\n')}`);
  process.exitCode = 1;
}
