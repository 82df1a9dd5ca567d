// `npm run test:real`, second part: `mull eval` with a small public model on GSM8K, and every bound checked in the records.
// `[-- --model NAME --questions N --max 64,256 --waits 0,1]`
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { processHost } from '../src/cli/process-host.ts';
import { run } from '../src/cli/run.ts';
import { readRecords } from '../src/store/read-records.ts';

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

const root = resolve(import.meta.dirname, '..');
const shared = resolve(root, '../shared');
const models = join(root, 'node_modules/.cache/models');
const script = join(shared, 'models/fetch-models.sh');
const data = join(shared, 'data/gsm8k/test.jsonl');
for (const needed of [script, data]) {
  if (!existsSync(needed))
    throw new Error(`${needed} is missing: this command needs the shared folder beside the repository.`);
}
execFileSync('bash', [script, models, values.model], { stdio: 'inherit' });

const folder = join(root, 'node_modules/.cache/real-eval');
mkdirSync(folder, { recursive: true });
const name = `gsm8k-${values.model}`;
const argv = ['eval', 'gsm8k', '--data', data, '--engine', join(models, `${values.model}.gguf`), '--name', name];
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
