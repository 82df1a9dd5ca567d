import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const note = join(resolve(import.meta.dirname, '../..'), 'node_modules/.cache/chromium.txt');

/** A headless Chromium for the tests of one file. */
export interface TestBrowser {
  /**
   * Opens a page in a context of its own: nothing of other pages is known to it. Closed with the browser.
   *
   * @param options - viewport, colour scheme and the like, as playwright's `newContext` takes them
   */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
  /** Closes the browser; fails where a page threw, logged an error, or asked for something that it did not get. */
  close(): Promise<void>;
}

/** Starts the browser that `node scripts/setup.mjs` found or installed. */
export async function launchBrowser(): Promise<TestBrowser> {
  if (!existsSync(note)) throw new Error('There is no Chromium for the tests. Run: node scripts/setup.mjs');
  const browser = await chromium.launch({
    executablePath: readFileSync(note, 'utf8'),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  const complaints: string[] = [];
  return {
    open: async (url, options) => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(`${url} threw ${error.stack ?? error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${url} logged ${message.text()}`);
      });
      await page.goto(url);
      return page;
    },
    close: async () => {
      await browser.close();
      if (complaints.length > 0) throw new Error(`The browser complained:\n${complaints.join('\n')}`);
    },
  };
}
