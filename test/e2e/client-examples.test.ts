import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { script } from './mull.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'examples/clients');
const python = join(
  root,
  'node_modules/.cache/python-openai',
  process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
);
const execute = promisify(execFile);
const server = spawn(process.execPath, [script, 'serve', '--engine', 'pebble', '--port', '0'], { cwd: root });
let url = '';

beforeAll(async () => {
  url = await new Promise<string>((found, failed) => {
    let words = '';
    server.stdout.on('data', (piece: Buffer) => {
      words += piece.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(words)?.[0];
      if (address !== undefined) found(address);
    });
    server.once('exit', (code) => failed(new Error(`mull serve ended with ${code}: ${words}`)));
  });
});
afterAll(async () => {
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  await ended;
});

test.each(readdirSync(folder).filter((name) => /\.(ts|py)$/.test(name)))(
  'examples/clients/%s runs against mull serve as printed, and what it claims is so',
  async (name) => {
    if (name.endsWith('.py') && !existsSync(python)) {
      throw new Error('The OpenAI client for Python is not installed. Run: node scripts/setup.mjs');
    }
    const { stdout } = await execute(name.endsWith('.py') ? python : process.execPath, [join(folder, name)], {
      cwd: root,
      env: { ...process.env, MULL_URL: url },
      encoding: 'utf8',
    });
    expect(stdout.trim()).not.toBe('');
  },
);
