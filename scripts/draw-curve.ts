// `npm run picture`: draws the pictures of docs/report.md from a real run of the bundled model, by the built command.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'mull-picture-'));

function mull(...parameters: string[]): void {
  execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), ...parameters], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

try {
  mull('eval', join(root, 'recipes/pebble.yaml'), '--name', 'pebble');
  mull('report', 'pebble', '--out', join(root, 'docs/pebble-curve.svg'));
  mull('report', 'pebble', '--figure', 'tokens', '--out', join(root, 'docs/pebble-tokens.svg'));
} finally {
  rmSync(folder, { recursive: true });
}
