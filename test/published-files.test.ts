import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const manifest: {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
  readonly scripts: Readonly<Record<string, string>>;
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

interface Import {
  readonly file: string;
  readonly name: string;
  readonly dynamic: boolean;
}

/** Packages that a published file reaches, by their bare names; a $ stands in code that libraries show, not run. */
function published(): Import[] {
  const dist = join(root, 'dist');
  expect(existsSync(dist), 'dist/ is missing: run npm run build first').toBe(true);
  const found: Import[] = [];
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|d\.ts)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    for (const match of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b[^'"\n]*?['"]([^'"\n$]+)['"]|\bimport\(\s*['"]([^'"\n$]+)['"]|require\(['"]([^'"\n$]+)['"]\)/gm,
    )) {
      const specifier = match[1] ?? match[2] ?? match[3] ?? '';
      if (specifier.startsWith('.') || specifier.startsWith('node:') || builtinModules.includes(specifier)) continue;
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      found.push({ file: relative(root, file), name, dynamic: match[2] !== undefined });
    }
  }
  return found;
}

describe('the published files', () => {
  test('reach only packages that the manifest declares', () => {
    const declared = new Set([
      ...Object.keys(manifest.dependencies),
      ...Object.keys(manifest.peerDependencies),
      'mull',
    ]);
    expect(published().filter(({ name }) => !declared.has(name))).toEqual([]);
  });

  test('load optional peers only when they are needed, never on import', () => {
    const optional = Object.keys(manifest.peerDependenciesMeta);
    const early = published().filter(
      ({ name, dynamic, file }) => optional.includes(name) && !dynamic && file.endsWith('.js'),
    );
    expect(early).toEqual([]);
  });

  test('start the command line with its grammar alone: what a command needs is loaded when it is asked for', () => {
    const start = join(root, 'dist/cli/main.js');
    const loaded = new Set<string>();
    const packages = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      const text = readFileSync(file, 'utf8');
      const first = file === start ? text.matchAll(/\bimport\(\s*['"]([^'"\n$]+)['"]/g) : [];
      for (const [, specifier = ''] of [
        ...text.matchAll(/^(?:import|export)\b[^'"\n]*?['"]([^'"\n$]+)['"]/gm),
        ...first,
      ]) {
        if (specifier.startsWith('.')) load(resolve(dirname(file), specifier));
        else if (!specifier.startsWith('node:')) packages.add(specifier);
      }
    };
    load(start);
    expect([...packages]).toEqual(['commander']);
  });

  test('install without a script of their own', () => {
    // npm runs `prepare` only in a clone, where it builds.
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
  });
});
