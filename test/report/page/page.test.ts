import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPageScript } from '../../../scripts/build-page.ts';
import { run } from '../../../src/cli/run.ts';
import type { RunRecord } from '../../../src/core/run-record.ts';
import { decompress } from '../../../src/report/page/compress.ts';
import { buildRecord, type RecordDraft } from '../../../src/testing.ts';
import { fakeHost } from '../../cli/fake-host.ts';
import { aPlan } from '../../support/a-plan.ts';
import { sweepPlan, sweepRecords, writeRun } from '../../support/a-sweep.ts';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';

// What a model could write to be taken for a part of the page.
const hostile = [
  '</script><script>window.pwned = 1</script>',
  '<img src=x onerror="window.pwned = 1">',
  '<svg onload="window.pwned = 1">',
  '"><iframe srcdoc="<script>parent.pwned = 1</script>">',
  '{{constructor.constructor("window.pwned = 1")()}}',
  '<!-- <?php --> ]]> \u2028 \u202e &lt;b&gt; &#x3c;script&#x3e;',
  'javascript:window.pwned=1',
];

const folder = mkdtempSync(join(tmpdir(), 'mull-page-'));
let browser: TestBrowser;

beforeAll(async () => {
  browser = await launchBrowser();
  const runs = join(folder, 'runs');
  await writeRun(runs, sweepPlan({ id: 'one' }), sweepRecords());
  // The second run gets q1 wrong and q17 right, where the first has it the other way round.
  const changed = ({ question: { id }, setting }: RunRecord): RecordDraft =>
    setting !== 'waits=2' ? {} : id === 'q1' ? { status: 'wrong' } : id === 'q17' ? { status: 'right' } : {};
  await writeRun(runs, sweepPlan({ id: 'two', engine: { id: 'other', model: 'other' } }), sweepRecords(changed));
  const bad = hostile.map((text, i) =>
    buildRecord({
      setting: text,
      question: { id: `q${i} ${text}`, text, gold: text, level: text, subject: text },
      thinking: `${text} Wait, ${text}`,
      answer: text,
      extraction: { text, rule: text },
      verdict: { equal: true, reason: text, by: text },
      forced: [{ kind: 'wait', text, position: 1, offset: 0 }],
      receipt: { warnings: [{ code: 'W_LOOP', message: text }] },
    }),
  );
  const title = hostile[0] ?? '';
  await writeRun(
    runs,
    aPlan({
      id: 'hostile',
      dataset: { name: title, source: title, hash: '', size: 7 },
      engine: { id: title, model: title },
    }),
    bad,
  );
  const secret = sweepPlan({
    id: 'secret',
    dataset: { name: 'x', source: 'x', hash: '', size: 20, confidential: true },
  });
  await writeRun(
    runs,
    secret,
    sweepRecords(({ question }) => ({ question: { ...question, canary: 'canary-0815' } })),
  );
  const many = Array.from({ length: 10_000 }, (_, i) =>
    buildRecord({
      question: { id: `q${i}` },
      thinking: i === 9_876 ? 'zebra' : 'horse',
      status: i % 4 === 0 ? 'right' : 'wrong',
      receipt: null,
    }),
  );
  await writeRun(runs, aPlan({ id: 'many' }), many);
}, 120_000);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

describe('the report page', () => {
  test('shows curve, tables and samples, and loads nothing', async () => {
    const page = await open(['one']);
    expect(await page.title()).toBe('scripted on sums');
    expect(await page.locator('#curve svg').isVisible()).toBe(true);
    expect(await page.locator('table').first().textContent()).toContain('natural end60.0%');
    expect(await rows(page)).toBe(80);
    expect(await page.evaluate('performance.getEntriesByType("resource").length')).toBe(0);
  });

  test('leads from a point of the curve to its samples', async () => {
    const page = await open(['one']);
    await page.locator('#curve a').nth(2).click();
    expect(await shown(page)).toBe('20 shown');
    expect(new URL(page.url()).hash).toBe('#setting=natural+end');
  });

  test('marks forced text in the thought', async () => {
    const page = await open(['one'], '#setting=waits%3D2&open=60');
    expect(await page.locator('.thinking mark.wait').allTextContents()).toEqual(['Wait', 'Wait']);
    expect(await page.locator('.thinking.text').textContent()).toBe(
      'I add 0 and 0. Wait, I do it again. Wait, once more.',
    );
    const cut = await open(['one'], '#open=0');
    expect(await cut.locator('.thinking mark.cut').textContent()).toBe('cut after 16 tokens');
  });

  test('filters by what became of samples and whether mull stepped in, and says how many there are of each', async () => {
    const page = await open(['one']);
    expect(await page.locator('.filters button').allTextContents()).toEqual([
      'all 80',
      'right 43',
      'wrong 37',
      'truncated 0',
      'no answer 0',
      'error 0',
      'forced 40',
    ]);
    await page.click('button.filter.wrong');
    await page.click('button.filter.forced');
    expect(await shown(page)).toBe('20 shown');
  });

  test('finds words in questions at once and in thinking a moment later', async () => {
    const page = await open(['one']);
    await page.fill('#search', 'What is 7 plus 7');
    await page.locator('.shown', { hasText: /^4 shown$/ }).waitFor();
    await page.fill('#search', 'i add 7 and');
    await page.locator('.shown', { hasText: /^4 shown$/ }).waitFor();
    await page.fill('#search', 'nowhere');
    await page.locator('.shown', { hasText: /^0 shown$/ }).waitFor();
    expect(await page.locator('.empty').isVisible()).toBe(true);
  });

  test('can be used from the keyboard', async () => {
    const page = await open(['one']);
    await page.keyboard.press('/');
    await page.keyboard.type('q20');
    await page.locator('.shown', { hasText: /^4 shown$/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await page.locator('.reader h3').textContent()).toBe('q20');
    expect(await page.locator('.row.open').getAttribute('aria-posinset')).toBe('2');
    await page.keyboard.press('k');
    expect(await page.locator('.row.open').getAttribute('aria-posinset')).toBe('1');
    await page.keyboard.press('Escape');
    expect(await page.locator('.reader').count()).toBe(0);
    await page.focus('#samples-list');
    await page.keyboard.press('End');
    expect(await page.locator('.row.open').getAttribute('aria-posinset')).toBe('4');
  });

  test('keeps everything a reader chose in the address', async () => {
    const page = await open(['one', 'two']);
    await page.selectOption('.tools select >> nth=0', { label: 'other: waits=2' });
    await page.selectOption('.tools select >> nth=1', { label: 'scripted: same setting' });
    await page.click('button.filter.right');
    await page.click('button.sort.thinking');
    await page.locator('.rows .row').nth(3).click();
    const address = page.url();
    // Both of the sample's sides are unpacked by themselves.
    await page.locator('.thinking.text').nth(1).waitFor();
    const before = await page.locator('.explorer').textContent();
    const again = await browser.open(address);
    await again.locator('.thinking.text').nth(1).waitFor();
    expect(await again.locator('.explorer').textContent()).toBe(before);
  });

  test('sets two runs side by side and finds where they differ', async () => {
    const page = await open(['one', 'two'], '#setting=waits%3D2&beside=1&filter=flipped');
    expect(await shown(page)).toBe('2 shown');
    await page.keyboard.press('n');
    expect(await page.locator('.reader h3').textContent()).toBe('q1');
    expect(await page.locator('.chip.flipped').textContent()).toBe('right only on the left side');
    expect(await page.locator('.sides .verdict').allTextContents()).toEqual([
      '✓ right scripted, waits=2',
      '✗ wrong other, waits=2',
    ]);
    await page.keyboard.press('n');
    expect(await page.locator('.reader h3').textContent()).toBe('q17');
    expect(await page.locator('.chip.flipped').textContent()).toBe('right only on the right side');
  });

  test('sets one setting of a run beside another', async () => {
    const page = await open(['one'], '#setting=max%3D16&beside=0&beside-setting=max%3D64&filter=flipped');
    expect(await shown(page)).toBe('7 shown');
  });

  test('sorts its tables by a click on a heading', async () => {
    const page = await open(['one']);
    const first = page.locator('table').first().locator('tbody tr').first();
    await page.click('th button:has-text("accuracy")');
    await page.click('th button:has-text("accuracy")');
    expect(await first.textContent()).toContain('waits=280.0%');
    await page.click('th button:has-text("accuracy")');
    expect(await first.textContent()).toContain('max=1620.0%');
  });

  test.each(['light', 'dark'] as const)('is %s where the reader is, and can be turned', async (scheme) => {
    const page = await open(['one'], '', { colorScheme: scheme });
    const background = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const colours = { light: 'rgb(255, 255, 255)', dark: 'rgb(20, 24, 29)' };
    expect(await background()).toBe(colours[scheme]);
    await page.click('#theme');
    expect(await background()).toBe(colours[scheme === 'light' ? 'dark' : 'light']);
  });

  test('fits a telephone', async () => {
    const page = await open(['one', 'two'], '#open=0&beside=1', { viewport: { width: 360, height: 700 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  test('nothing a model or a file says can become script or markup', async () => {
    const page = await open(['hostile']);
    for (const [i, text] of hostile.entries()) {
      await page.evaluate(`location.hash = 'open=${i}'`);
      await page.locator('.reader h3', { hasText: `q${i} ` }).waitFor();
      await page.waitForSelector('.thinking.text');
      expect(await page.locator('.thinking.text').textContent()).toBe(`${text} Wait, ${text}`);
    }
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.locator('iframe, img, .explorer svg').count()).toBe(0);
    expect(await page.evaluate('document.scripts.length')).toBe(3);
  });

  test('the policy of the page lets no other script run, even were a text to become one', async () => {
    // A browser of its own: it complains of what it blocks, as it should.
    const own = await launchBrowser();
    const page = await own.open(await write(['one']));
    await page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.pwned = 1">')`,
    );
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.pwned = 1' }))`,
    );
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    await expect(own.close()).rejects.toThrow('Content Security Policy');
  });

  test('10,000 samples are a list of which only what is seen is in the page', async () => {
    const page = await open(['many']);
    expect(await shown(page)).toBe('10,000 shown');
    expect(await page.locator('.rows .row').count()).toBeLessThan(60);
    await page.locator('#samples-list').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.waitForSelector('#sample-9999');
    expect(await page.locator('.rows .row').count()).toBeLessThan(60);
    await page.fill('#search', 'zebra');
    await page.locator('.shown', { hasText: /^1 shown$/ }).waitFor();
    expect(await page.locator('.rows .row b').textContent()).toBe('q9876');
  });
});

describe('questions that must not become public', () => {
  test('are not in the page, nor what was thought about them', async () => {
    const texts = await everything(['secret']);
    expect(texts).not.toMatch(/What is \d+ plus|I add|canary-0815/);
    const page = await open(['secret'], '#open=0');
    expect(await page.locator('.reader .note').textContent()).toContain('left out');
  });

  test('are there where it is asked for, with the sign that keeps them out of training data', async () => {
    const texts = await everything(['secret', '--show-confidential']);
    expect(texts).toMatch(/What is 3 plus 3/);
    expect(texts).toContain('canary-0815');
  });
});

test('the script of the page is made from its sources: node scripts/build-page.ts', async () => {
  const committed = readFileSync(
    resolve(import.meta.dirname, '../../../src/report/page/page-script.generated.ts'),
    'utf8',
  );
  expect(await buildPageScript()).toBe(committed);
});

async function write(argv: readonly string[]): Promise<string> {
  const host = fakeHost({ workingDirectory: folder });
  const file = `${argv.join('-')}.html`;
  expect([await run(['report', ...argv, '--out', file], host), host.printed.error]).toEqual([0, '']);
  return pathToFileURL(join(folder, file)).href;
}

async function open(argv: readonly string[], hash = '', options?: Parameters<TestBrowser['open']>[1]): Promise<Page> {
  const page = await browser.open((await write(argv)) + hash, options);
  await page.waitForSelector('.explorer');
  if (hash.includes('open=')) await page.waitForSelector('.reader .facts');
  return page;
}

async function shown(page: Page): Promise<string | null> {
  return page.locator('.shown').textContent();
}

async function rows(page: Page): Promise<number> {
  return Number((await shown(page))?.replace(/\D/g, ''));
}

/** The whole file, with what is compressed in it. */
async function everything(argv: readonly string[]): Promise<string> {
  const html = readFileSync(new URL(await write(argv)), 'utf8');
  const packed = [...html.matchAll(/<script type="application\/gzip"[^>]*>([^<]*)/g)].map((match) => match[1] ?? '');
  expect(packed.length).toBeGreaterThan(1);
  return html + (await Promise.all(packed.map(async (text) => JSON.stringify(await decompress(text))))).join('');
}
