import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const documents = [
  'README.md',
  'AGENTS.md',
  'CONTRIBUTING.md',
  'models/README.md',
  ...['docs', 'docs/servers'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];

describe('the documents', () => {
  test('hold the code of examples/ and the generated tables as they are now', () => {
    expect(execFileSync(process.execPath, ['scripts/write-docs.ts', '--check'], { cwd: root, encoding: 'utf8' })).toBe(
      '',
    );
  });

  test('link only to what exists', () => {
    const broken = documents.flatMap((name) =>
      [...readFileSync(join(root, name), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !existsSync(resolve(root, dirname(name), target)))
        .map((target) => `${name}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test('name only npm scripts that exist', () => {
    const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);
    const unknown = documents.flatMap((name) =>
      [...readFileSync(join(root, name), 'utf8').matchAll(/npm run ([\w:-]+)/g)]
        .map((match) => match[1] ?? '')
        .filter((script) => !scripts.includes(script)),
    );
    expect(unknown).toEqual([]);
  });
});

describe('the examples', () => {
  for (const name of readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.ts'))) {
    test(`${name} runs as printed`, () => {
      const output = execFileSync(process.execPath, [join('examples', name)], { cwd: root, encoding: 'utf8' });
      expect(output.trim()).not.toBe('');
    });
  }
});
