import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

/** From the bottom up; a folder imports only folders of lines above its own. */
const layers: readonly (readonly string[])[] = [
  ['core'],
  ['engine'],
  ['template', 'hub', 'lockstep'],
  ['adapter'],
  ['testing'],
  ['forcing', 'reward', 'dataset', 'grade', 'store'],
  ['scaling'],
  ['eval', 'curate', 'train', 'doctor'],
  ['report'],
  ['server', 'ai-sdk', 'playground'],
  ['cli'],
];
const source = resolve(import.meta.dirname, '../src');

test('every import goes up the list of layers, never down and never to a neighbour', () => {
  const offending: string[] = [];
  for (const { file, line, target } of imports()) {
    const from = layerOf(file);
    const to = layerOf(target);
    // Files directly in src/ are the package's entries: they may reach anything, and nothing may reach them.
    if (from === undefined) continue;
    if (to === undefined || (to !== from && levelOf(to) >= levelOf(from))) {
      offending.push(`${relative(source, file)}:${line} imports ${relative(source, target)}`);
    }
  }
  expect(offending).toEqual([]);
});

test('adapters do not import one another', () => {
  const offending = imports()
    .filter(({ file, target }) => {
      const [from, to] = [adapterOf(file), adapterOf(target)];
      return from !== undefined && to !== undefined && from !== to;
    })
    .map(({ file, line, target }) => `${relative(source, file)}:${line} imports ${relative(source, target)}`);
  expect(offending).toEqual([]);
});

test('every folder of src stands in the list of layers', () => {
  const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map((folder) => folder.name).filter((name) => !layers.flat().includes(name))).toEqual([]);
});

interface Import {
  readonly file: string;
  readonly line: number;
  readonly target: string;
}

function imports(): Import[] {
  const found: Import[] = [];
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, 'utf8');
    for (const match of text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)['"](\.[^'"]+)['"]/g)) {
      const line = text.slice(0, match.index).split('\n').length;
      found.push({ file, line, target: resolve(dirname(file), match[1] ?? '') });
    }
  }
  return found;
}

function layerOf(file: string): string | undefined {
  const [first, ...rest] = relative(source, file).split(sep);
  return rest.length > 0 ? first : undefined;
}

function levelOf(layer: string): number {
  return layers.findIndex((line) => line.includes(layer));
}

/** The adapter a file belongs to; files directly in adapter/ belong to none and may choose between them. */
function adapterOf(file: string): string | undefined {
  const [layer, adapter, ...rest] = relative(source, file).split(sep);
  return layer === 'adapter' && rest.length > 0 ? adapter : undefined;
}
