import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from './browser.ts';

const page = (body: string): string => `data:text/html,${encodeURIComponent(body)}`;
let browser: TestBrowser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('the browser of the tests shows a page as asked: size and colour scheme', async () => {
  const shown = await browser.open(page('<p>hello'), {
    viewport: { width: 320, height: 480 },
    colorScheme: 'dark',
  });
  expect(await shown.textContent('p')).toBe('hello');
  expect(await shown.evaluate('[innerWidth, matchMedia("(prefers-color-scheme: dark)").matches]')).toEqual([320, true]);
});

test('the browser of the tests fails at its end where a page threw or logged an error', async () => {
  const other = await launchBrowser();
  await other.open(page('<script>console.error("logged this")</script>'));
  await other.open(page('<script>throw new Error("threw this")</script>'));
  await expect(other.close()).rejects.toThrow(/logged this[\s\S]*threw this/);
});
