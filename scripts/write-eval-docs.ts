// `npm run docs:eval`: runs the command whose output docs/eval.md shows, and puts it there.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pebbleOutput, withOutput } from './pebble-output.ts';

const path = resolve(import.meta.dirname, '../docs/eval.md');
const folder = mkdtempSync(join(tmpdir(), 'mull-docs-'));
try {
  writeFileSync(path, withOutput(readFileSync(path, 'utf8'), await pebbleOutput(folder)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
