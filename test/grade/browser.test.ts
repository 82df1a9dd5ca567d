import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'vite';
import { expect, test } from 'vitest';

test('mull/grade bundles for a browser without Node, and grades there', async () => {
  const nodeModules: string[] = [];
  const root = resolve(import.meta.dirname, '../..');
  const output = await build({
    configFile: false,
    root,
    logLevel: 'silent',
    plugins: [
      {
        name: 'watch-node-modules',
        enforce: 'pre',
        resolveId(id) {
          if (id.startsWith('node:') || builtinModules.includes(id)) nodeModules.push(id);
          return null;
        },
      },
    ],
    build: {
      write: false,
      minify: false,
      lib: { entry: resolve(root, 'src/grade.ts'), formats: ['iife'], name: 'bundled' },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !('output' in first)) throw new Error('vite built nothing');
  expect(nodeModules).toEqual([]);
  const world = createContext({ document: {}, URL, TextEncoder, TextDecoder, AbortController, AbortSignal });
  const reason: unknown = runInContext(`${first.output[0].code}; bundled.grade('3/4', 'It is 0.75.').reason`, world);
  expect(reason).toBe('equal (exact rational)');
});
