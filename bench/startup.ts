import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from './median.ts';

const rounds = 25;

/** `mull --version` against a bare `node -e 0`, whole processes, interleaved. */
export async function run(): Promise<string> {
  const main = join(import.meta.dirname, '../dist/cli/main.js');
  const bare: number[] = [];
  const version: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(milliseconds(['-e', '0']));
    version.push(milliseconds([main, '--version']));
  }
  const ratio = median(version.map((time, round) => time / (bare[round] ?? 1)));
  return [
    '| command | median of 25 |',
    '| --- | --- |',
    `| node -e 0 | ${median(bare).toFixed(0)} ms |`,
    `| mull --version | ${median(version).toFixed(0)} ms |`,
    `| ratio | ${ratio.toFixed(2)} (at most 1.5) |`,
  ].join('\n');
}

function milliseconds(parameters: readonly string[]): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, parameters, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${parameters.join(' ')} ended with ${status}`);
  return performance.now() - started;
}
