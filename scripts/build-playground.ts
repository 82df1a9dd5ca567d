// Part of `npm run build`: the page at `/` of `mull serve` as one file that needs nothing from anywhere.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '..');

const built = await build({
  configFile: false,
  root: join(root, 'src/playground'),
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { write: false, target: 'es2022', modulePreload: false, assetsInlineLimit: 0, cssCodeSplit: false },
});
const [output] = Array.isArray(built) ? built : [built];
if (output === undefined || !('output' in output)) throw new Error('vite built nothing');
const asset = (ending: string): string => {
  const found = output.output.find(({ fileName }) => fileName.endsWith(ending));
  if (found === undefined) throw new Error(`vite built no ${ending}`);
  return found.type === 'chunk' ? found.code : String(found.source);
};
// A script or style that closes its own tag would end too early.
const script = asset('.js').replaceAll('</script', '<\\/script').trim();
const style = asset('.css').replaceAll('</style', '<\\/style').trim();
const page = asset('.html')
  .replace(/<script\b[^>]*src=[^>]*><\/script>/, '')
  .replace(/<link\b[^>]*rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
  .replace('</body>', () => `<script type="module">${script}</script></body>`);
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, 'dist/playground.html'), page);
