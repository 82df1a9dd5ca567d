import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GraderPair } from './grader-pair.ts';

const version = '0.9.0';
const root = join(import.meta.dirname, '../..');
const environment = join(root, 'node_modules/.cache/math-verify');
const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

export interface MathVerifyRun {
  /** Verdicts in the order of the pairs. */
  readonly verdicts: readonly boolean[];
  readonly seconds: number;
}

/** Installs Math-Verify into node_modules/.cache if it is not there; false where that is not possible. */
export function installMathVerify(): boolean {
  if (!existsSync(python)) {
    const made = spawnSync('python3', ['-m', 'venv', environment], { cwd: root, stdio: 'ignore' });
    if (made.status !== 0) return false;
  }
  const wanted = `math-verify==${version}`;
  const installed = spawnSync(python, ['-m', 'pip', 'freeze'], { encoding: 'utf8' });
  if (installed.stdout?.includes(wanted)) return true;
  return spawnSync(python, ['-m', 'pip', 'install', '--quiet', wanted], { stdio: 'inherit' }).status === 0;
}

/** Runs Math-Verify on the pairs, in one process. */
export function runMathVerify(pairs: readonly GraderPair[]): MathVerifyRun {
  const output = execFileSync(python, [join(import.meta.dirname, 'run_math_verify.py')], {
    input: pairs.map((pair) => JSON.stringify(pair)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = output
    .trim()
    .split('\n')
    .map((line): { equal?: boolean; seconds?: number } => JSON.parse(line));
  return {
    verdicts: lines.slice(0, pairs.length).map((line) => line.equal === true),
    seconds: lines.at(-1)?.seconds ?? 0,
  };
}
