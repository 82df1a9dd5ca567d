// Bundles src/report/page/browser into page-script.generated.ts next to it. The result is committed, so that a build needs
// no bundler for browsers; a test compares the two.
import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const folder = new URL('../src/report/page/', import.meta.url);
const notice = '/* Holds Preact, MIT License, Copyright (c) 2015-present Jason Miller. */';

/** The text of page-script.generated.ts for the present sources. */
export async function buildPageScript(): Promise<string> {
  const output = await build({
    configFile: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: { entry: fileURLToPath(new URL('browser/main.ts', folder)), formats: ['iife'], name: 'mullReport' },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !('output' in first)) throw new Error('vite built nothing');
  const { code } = first.output[0];
  // In a page, these would end the script or hide a part of it.
  if (/<\/script|<!--/i.test(code)) throw new Error('The script holds a text that HTML takes for its own.');
  const lines = JSON.stringify(`${notice}\n${code.trim()}`)
    .slice(1, -1)
    .match(/(?:\\u[0-9a-f]{4}|\\.|[^\\]){1,100}/g);
  return [
    '// Made by scripts/build-page.ts from browser/: change those files and run the script.',
    'export const pageScript: string =',
    `${(lines ?? []).map((line) => `  "${line}"`).join(' +\n')};`,
    '',
  ].join('\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(new URL('page-script.generated.ts', folder), await buildPageScript());
}
