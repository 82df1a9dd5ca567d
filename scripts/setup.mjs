// Before the tests: gets what they need beyond npm packages, once. That is the server of llama.cpp, a Python package,
// in an environment of its own under node_modules/.cache. Where it cannot be had, the tests that need it say so.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const wanted = 'xllamacpp==2026.10.11549';
const folder = join(import.meta.dirname, '../node_modules/.cache/llama-server');
const stamp = join(folder, 'installed.txt');
const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

if (!existsSync(stamp) || !existsSync(python)) install();

function install() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  console.log(`Getting the server of llama.cpp for the tests (${wanted}, 34 MB, once) ...`);
  const system = process.platform === 'win32' ? 'python' : 'python3';
  if (!run(system, ['-m', 'venv', folder])) return;
  if (!run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wanted])) return;
  writeFileSync(stamp, `${wanted}\n`);
}

function run(command, parameters) {
  const { status, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status === 0) return true;
  const words = (error?.message ?? stderr).trim().split('\n').slice(-3).join('\n');
  console.error(
    `The server of llama.cpp cannot be set up: the command\n  ${[command, ...parameters].join(' ')}\nfailed:\n${words}`,
  );
  console.error('The tests that need it will fail. Once the command works, run `node scripts/setup.mjs` again.');
  return false;
}
