import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { pebbleOutput, withOutput } from '../../scripts/pebble-output.ts';

test('docs/eval.md shows what `mull eval recipes/pebble.yaml` prints', async () => {
  const document = readFileSync(resolve(import.meta.dirname, '../../docs/eval.md'), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'mull-curve-'));
  try {
    expect(withOutput(document, await pebbleOutput(folder))).toBe(document);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
