// `npm run picture`: docs/playground.png, the page at `/` of `mull serve` with one question at two budgets.
import { join, resolve } from 'node:path';
import { openEngine } from '../src/adapter/open-engine.ts';
import { playgroundPage } from '../src/server/playground-page.ts';
import { startServer } from '../src/server/start-server.ts';
import { launchBrowser } from '../test/support/browser.ts';

const question = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';
const engine = await openEngine('pebble');
const server = await startServer({ engine, port: 0, page: playgroundPage() });
const browser = await launchBrowser();
const settings = new URLSearchParams({ q: question, max: '32', vs: '1', max2: '200', waits2: '2' });
const page = await browser.open(`${server.url}/#${settings}`, { viewport: { width: 1180, height: 800 } });
await page.getByRole('button', { name: 'Think twice' }).click();
await page.getByRole('table', { name: 'Receipt' }).last().waitFor();
await page.getByRole('table', { name: 'Receipt' }).first().waitFor();
await page.screenshot({ path: join(resolve(import.meta.dirname, '..'), 'docs/playground.png'), fullPage: true });
await browser.close();
await server.close();
await engine.close();
