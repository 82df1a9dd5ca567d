import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { type RunningServer, startServer } from '../../src/server/start-server.ts';

const execute = promisify(execFile);
const documents = ['serve', 'serve-budgets', 'serve-receipts'];

/** The commands of a document's shell blocks; one that goes over several lines ends with its quote. */
const commands = documents.flatMap((name) => {
  const text = readFileSync(resolve(import.meta.dirname, `../../docs/${name}.md`), 'utf8');
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => block.split(/\n(?=curl )/))
    .map((command) => [name, command.trim()] as const);
});

let engine: Engine;
let server: RunningServer;
beforeAll(async () => {
  engine = await openEngine('pebble');
  server = await startServer({ engine, port: 0 });
});
afterAll(async () => {
  await server.close();
  await engine.close();
});

test.each(commands)('docs/%s.md: %s', async (_, command) => {
  const { stdout } = await execute('bash', ['-c', command.replaceAll('http://127.0.0.1:8080', server.url)]);
  expect(stdout).toMatch(/"receipt"|^mull-receipt: thinking=20; .*max=20 held; ended-by=max; counting=exact/);
});

test('the documents have such commands', () => {
  expect(commands.map(([name]) => name)).toEqual(['serve', 'serve-budgets', 'serve-budgets', 'serve-receipts']);
});
