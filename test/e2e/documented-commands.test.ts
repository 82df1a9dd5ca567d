import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { mull, script } from './mull.ts';

const root = resolve(import.meta.dirname, '../..');
const execute = promisify(execFile);

const manual = readFileSync(resolve(root, 'docs/cli.md'), 'utf8');
const documented = [...manual.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap((block) => (block[1] ?? '').trim().split('\n'))
  .filter((line) => line.includes('npx mull'));

test('docs/cli.md has commands in it', () => {
  expect(documented.length).toBeGreaterThan(10);
});

test.each(documented)('docs/cli.md: %s', async (command) => {
  expect((await shell(command)).trim()).not.toBe('');
});

test.each([[['--help']], [['think', '--help']], [['demo', '--help']], [['explain', '--help']], [['doctor', '--help']]])(
  'every example of mull %j works as printed',
  async (argv) => {
    const { output } = await mull(argv);
    const examples = output.split('\n').filter((line) => /^ {2}npx mull /.test(line));
    expect(examples.length).toBeGreaterThan(0);
    // The demo has a test of its own, where its commands are run too.
    for (const example of examples.filter((line) => !/mull demo/.test(line))) {
      expect((await shell(example)).trim()).not.toBe('');
    }
  },
  60_000,
);

test('the commands that README shows for the bundled model work as printed', async () => {
  const readme = readFileSync(resolve(root, 'README.md'), 'utf8');
  const commands = [...readme.matchAll(/^npx mull .*$/gm)]
    .map(([line]) => line)
    // A server ends only when it is told to; it has a test of its own.
    .filter((line) => !line.includes('model.gguf') && !line.includes(' serve '));
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) expect((await shell(command)).trim()).not.toBe('');
}, 60_000);

/** Runs a line as a shell does, with this checkout's command line for `npx mull`. Throws when it fails. */
async function shell(line: string): Promise<string> {
  const npx = `npx() { shift; ${JSON.stringify(process.execPath)} ${JSON.stringify(script)} "$@"; }`;
  const run = execute('bash', ['-c', `set -o pipefail; ${npx}; ${line}`], {
    cwd: root,
    env: { ...process.env, npm_command: 'exec' },
    encoding: 'utf8',
  });
  run.child.stdin?.end();
  return (await run).stdout;
}
