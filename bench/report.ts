// `npm run bench:report`: what a page of 10,000 samples weighs and how it feels in Chromium, beside what has to be done
// anyway: parsing the records, and opening an empty page.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunRecord } from '../src/core/run-record.ts';
import { startSummary } from '../src/eval/summary/start-summary.ts';
import { collectPage } from '../src/report/page/collect-page.ts';
import { writePage } from '../src/report/page/write-page.ts';
import { buildRecord } from '../src/testing.ts';
import { aPlan } from '../test/support/a-plan.ts';
import { launchBrowser } from '../test/support/browser.ts';

const samples = 10_000;
const words =
  'the digit sum is so we add carry over then check again because that would be wrong hence it follows'.split(' ');
const settings = ['max=500', 'max=1000', 'max=2000', 'natural end', 'waits=2'];

/** A text of so many words that gzip cannot make much smaller than a real one. */
function text(length: number, seed: number): string {
  let state = seed + 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state % 7 === 0 ? String(state % 1000) : words[state % words.length];
  }).join(' ');
}

const lines = Array.from({ length: samples }, (_, i) =>
  JSON.stringify(
    buildRecord({
      setting: settings[i % settings.length] ?? '',
      question: { id: `q${Math.floor(i / settings.length)}`, text: text(40, i), level: String(i % 5) },
      status: i % 3 === 0 ? 'right' : 'wrong',
      thinking: `${text(900, i)} ${i === 7777 ? 'zebra' : ''}`,
      answer: text(60, i),
      tokens: { thinking: 200 + ((i * 7919) % 1800) },
    }),
  ),
);
const plan = aPlan({
  settings: settings.map((name) => ({ name, budget: {}, method: 'think', questions: 2000, samples: 1 })),
});
const folder = mkdtempSync(join(tmpdir(), 'mull-bench-'));
const browser = await launchBrowser();
try {
  let began = performance.now();
  for (const line of lines) JSON.parse(line);
  const parse = performance.now() - began;

  began = performance.now();
  const builder = startSummary(settings);
  const collector = collectPage(plan, { showConfidential: false });
  for (const line of lines) {
    const record = JSON.parse(line) as RunRecord;
    builder.add(record);
    await collector.add(record);
  }
  const pieces: string[] = [];
  const collected = [await collector.finish('bench')];
  for await (const piece of writePage([{ plan, summary: builder.summary() }], collected, { version: 'bench' }))
    pieces.push(piece);
  const write = performance.now() - began;
  const file = join(folder, 'report.html');
  writeFileSync(file, pieces.join(''));
  writeFileSync(join(folder, 'empty.html'), '<!doctype html><title>empty</title><p id="samples-list">');

  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const empty = await timed(() => browser.open(pathToFileURL(join(folder, 'empty.html')).href));
  let page!: Awaited<ReturnType<typeof browser.open>>;
  const open = await timed(async () => {
    page = await browser.open(pathToFileURL(file).href);
    await page.waitForSelector('#samples-list .row');
  });
  const frames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
  const frame = await timed(() => page.evaluate(frames));
  const filter = await timed(async () => {
    await page.click('button.filter.wrong');
    await page.evaluate(frames);
  });
  const read = await timed(async () => {
    await page.locator('.rows .row').nth(3).click();
    await page.waitForSelector('.thinking.text');
  });
  const jump = await timed(async () => {
    await page.evaluate('document.getElementById("samples-list").scrollTop = 150000');
    await page.evaluate(frames);
  });
  const rows = await page.locator('.rows .row').count();
  await page.click('button.filter.all');
  const search = await timed(async () => {
    await page.fill('#search', 'zebra');
    await page.locator('.shown', { hasText: /^1 shown$/ }).waitFor();
  });
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const records = lines.reduce((sum, line) => sum + line.length + 1, 0);
  const ratio = (value: number, base: number): string => `${(value / base).toFixed(1)}x`;
  console.log(
    [
      `| ${samples.toLocaleString('en-US')} samples | measured | beside |`,
      '| --- | --- | --- |',
      `| the page | ${megabytes(statSync(file).size)} | ${megabytes(records)} of records |`,
      `| writing it | ${write.toFixed(0)} ms | ${ratio(write, parse)} of parsing the records |`,
      `| opening it, to the list | ${open.toFixed(0)} ms | ${ratio(open, empty)} of an empty page |`,
      `| a filter | ${filter.toFixed(0)} ms | ${ratio(filter, frame)} of two frames |`,
      `| a jump in the list | ${jump.toFixed(0)} ms | ${ratio(jump, frame)} of two frames; ${rows} rows in the page |`,
      `| reading a sample | ${read.toFixed(0)} ms | |`,
      `| a word in all texts | ${search.toFixed(0)} ms | ${ratio(search, parse)} of parsing the records |`,
    ].join('\n'),
  );
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
