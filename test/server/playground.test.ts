import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
import { solvePebbleQuestion } from '../../src/dataset/solve-pebble-question.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { playgroundPage } from '../../src/server/playground-page.ts';
import { type RunningServer, startServer } from '../../src/server/start-server.ts';
import { scriptedEngine } from '../../src/testing.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';

const question = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';
const hostile =
  '<img src=x onerror="hacked=1"><script>hacked=1</script>"><svg onload=hacked=1>{{constructor}}</script>';
let browser: TestBrowser;
let pebble: RunningServer;
/** Says hostile things, or long ones where it is to be steered, a token each 10 ms. */
let slow: RunningServer;
const engines: Engine[] = [];

async function serve(engine: Engine): Promise<RunningServer> {
  engines.push(engine);
  return startServer({ engine, port: 0, page: playgroundPage() });
}

beforeAll(async () => {
  browser = await launchBrowser();
  pebble = await serve(await openEngine('pebble'));
  // Nothing repeats, or the thinking would end as a loop; the second thought lasts until it is told to answer.
  const steps = (count: number): string => Array.from({ length: count }, (_, step) => `then ${step} `).join('');
  const steered = [`let me see ${steps(150)}</think>`, ` once more ${steps(1000)}</think>`, 'done'];
  const written = [`${hostile} let me see ${hostile}</think>`, hostile];
  slow = await serve(
    scriptedEngine({
      script: (prompt) => (prompt.includes('steer') ? steered : written),
      words: [...steered, ...written],
      tokenDelay: 10,
    }),
  );
});
afterAll(async () => {
  await Promise.all(
    [pebble, slow].map((server) => {
      server.abort();
      return server.close();
    }),
  );
  await Promise.all(engines.map((engine) => engine.close()));
  await browser.close();
});

function open(
  server: RunningServer,
  settings: Record<string, string> = {},
  options?: BrowserContextOptions,
): Promise<Page> {
  return browser.open(`${server.url}/#${new URLSearchParams(settings)}`, options);
}

describe('the playground', () => {
  test('draws a question, thinks at two budgets side by side, and shows cuts, waits, answers and receipts', async () => {
    const page = await open(pebble, { max: '32', vs: '1', max2: '400', waits2: '2' });
    await page.getByRole('button', { name: 'Draw a pebble question' }).click();
    const drawn = await page.getByLabel('Question').inputValue();
    expect(solvePebbleQuestion(drawn)).toBeTypeOf('number');
    await page.getByLabel('Question').fill(question);
    await page.getByRole('button', { name: 'Think twice' }).click();
    const [a, b] = [page.getByRole('article').first(), page.getByRole('article').last()];
    await b.getByRole('table', { name: 'Receipt' }).waitFor();
    await a.getByRole('table', { name: 'Receipt' }).waitFor();
    expect(await a.getByRole('region', { name: 'Thinking' }).innerText()).toMatch(/cut after 32 tokens/);
    expect(await a.getByRole('row', { name: 'at most' }).innerText()).toMatch(/at most\s+32\s+32\s+mull\s+held/);
    expect(await b.locator('ins').allInnerTexts()).toEqual(
      ['Wait', 'Wait'].map((text) => expect.stringContaining(text)),
    );
    expect(await b.getByRole('row', { name: 'waits' }).innerText()).toMatch(/waits\s+2\s+2\s+mull\s+held/);
    expect(await b.getByRole('region', { name: 'Answer' }).innerText()).toMatch(/Final Answer: 3\s+✓ right/);
    expect(await a.getByRole('region', { name: 'Answer' }).innerText()).toMatch(/✗ it is 3/);
    expect(await b.getByRole('status').innerText()).toMatch(/^Answer: Final Answer: 3 Thought \d+ tokens\.$/);
  });

  test('shows with one press what a budget does', async () => {
    const page = await open(pebble);
    await page.getByRole('button', { name: 'Make it wait' }).click();
    await page.getByRole('table', { name: 'Receipt' }).waitFor();
    expect(await page.locator('ins').count()).toBe(2);
    expect(await page.getByRole('spinbutton', { name: 'Waits, exact' }).inputValue()).toBe('2');
  });

  test('steers a run while it thinks: more, then answer now', async () => {
    const page = await open(slow, { q: 'steer it' });
    await page.getByRole('button', { name: 'Think', exact: true }).click();
    await page.getByText('let me see').waitFor();
    await page.getByRole('button', { name: 'Think more' }).click();
    await page.locator('ins').waitFor();
    await page.getByRole('button', { name: 'Answer now' }).click();
    await page.getByRole('table', { name: 'Receipt' }).waitFor();
    expect(await page.getByRole('article').innerText()).toContain('“Answer now”');
    expect(await page.getByRole('row', { name: 'waits' }).innerText()).toMatch(/waits\s+–\s+1\s+mull/);
    expect(await page.getByRole('button', { name: 'Answer now' }).getAttribute('aria-disabled')).toBe('true');
  });

  test('stops a run, and the server with it', async () => {
    const page = await open(slow, { q: 'steer into a stop' });
    await page.getByRole('button', { name: 'Think', exact: true }).click();
    await page.getByText('let me see').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped', { exact: true }).waitFor();
    await expect.poll(() => slow.active).toBe(0);
  });

  test('keeps its settings in its address', async () => {
    const page = await open(pebble);
    await page.getByLabel('Question').fill('what & how?');
    await page.getByRole('spinbutton', { name: 'At most, exact' }).fill('77');
    await page.getByRole('slider', { name: 'Waits' }).press('ArrowRight');
    await page.getByRole('button', { name: 'Compare with a second budget' }).click();
    await page.getByLabel('Message').last().fill('Hmm');
    await expect.poll(() => new URL(page.url()).hash).toContain('message2=Hmm');
    await page.reload();
    expect(await page.getByLabel('Question').inputValue()).toBe('what & how?');
    expect(await page.getByRole('spinbutton', { name: 'At most, exact' }).first().inputValue()).toBe('77');
    expect(await page.getByRole('slider', { name: 'Waits' }).last().getAttribute('aria-valuetext')).toBe('1 waits');
    expect(await page.getByLabel('Message').last().inputValue()).toBe('Hmm');
  });
});

describe('whatever a prompt or a model writes', () => {
  test('is shown as the text it is, and never becomes an element or a script', async () => {
    const page = await open(slow, { q: hostile, max: '30' });
    await page.getByRole('button', { name: 'Think', exact: true }).click();
    await page.getByRole('table', { name: 'Receipt' }).waitFor();
    expect(await page.getByRole('region', { name: 'Thinking' }).innerText()).toContain(
      '<img src=x onerror="hacked=1">',
    );
    expect(await page.getByRole('region', { name: 'Answer' }).innerText()).toContain('<script>hacked=1</script>');
    expect(await page.evaluate('document.querySelectorAll("#app img, #app script, #app svg").length')).toBe(0);
    expect(await page.evaluate('typeof hacked')).toBe('undefined');
  });

  test('could not run if it did: the page may run its own script only, and asks nobody but its server', async () => {
    const { headers } = await fetch(pebble.url);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[^ ]+'; style-src 'sha256-[^ ]+'; connect-src 'self'/,
    );
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    const other = await launchBrowser();
    const page = await other.open(pebble.url);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'window.hacked = 1';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.hacked = 1">');
    }`);
    await page.getByRole('button', { name: 'Cut it short' }).click();
    await page.getByRole('table', { name: 'Receipt' }).waitFor();
    expect(await page.evaluate('typeof hacked')).toBe('undefined');
    expect(new Set(asked.filter((origin) => origin !== 'null'))).toEqual(new Set([pebble.url]));
    await expect(other.close()).rejects.toThrow(/Content Security Policy/);
  });
});

describe('everybody can use it', () => {
  test('by keyboard alone, with the focus where it was when the run ends', async () => {
    const page = await open(pebble);
    const reached: string[] = [];
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate(
        '(({ activeElement: e }) => e.getAttribute("aria-label") ?? e.labels?.[0]?.innerText ?? e.innerText)(document)',
      );
      // Behind the last one the browser's own buttons would come.
      if (await page.evaluate('document.activeElement === document.body')) break;
      reached.push(String(name).split('\n')[0] ?? '');
      if (name === 'Question') await page.keyboard.type(question);
    }
    expect(reached).toEqual(
      ['auto', 'Draw a pebble question', 'Question', 'At most, exact', 'At most', 'At least, exact', 'At least']
        .concat(['Waits, exact', 'Waits', 'Message', 'Think', 'Compare with a second budget', 'Sampling'])
        .concat(['Cut it short', 'Make it wait', 'Compare both']),
    );
    await page.getByLabel('Question').focus();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('table', { name: 'Receipt' }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
  });

  test('with a screen reader: every field and button has a name of its own kind', async () => {
    const page = await open(pebble, { q: question, vs: '1', max2: '32' });
    await page.getByRole('button', { name: 'Think twice' }).click();
    await page.getByRole('table', { name: 'Receipt' }).last().waitFor();
    const nameless =
      await page.evaluate(`[...document.querySelectorAll('input, textarea, button, section, fieldset, table, article')]
      .filter((e) => !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.labels?.length || e.innerText?.trim()))
      .map((e) => e.outerHTML)`);
    expect(nameless).toEqual([]);
    expect(
      await page
        .getByRole('group')
        .evaluateAll((groups) => groups.map((group) => group.querySelector('legend')?.textContent?.trim())),
    ).toEqual(['A First budget', 'B Second budget', undefined, 'Steer run A', 'Steer run B']);
  });

  test('on a narrow screen: nothing is wider than it, before and after a run', async () => {
    const page = await open(pebble, { q: question, vs: '1', max: '32' }, { viewport: { width: 320, height: 600 } });
    const overflow = 'document.documentElement.scrollWidth - innerWidth';
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Think twice' }).click();
    await page.getByRole('table', { name: 'Receipt' }).last().waitFor();
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  });

  test.each(['light', 'dark'] as const)(
    'in %s colours every text stands out from what is behind it',
    async (colorScheme) => {
      const page = await open(pebble, { q: question, max: '32', vs: '1', max2: '64', waits2: '40' }, { colorScheme });
      await page.getByRole('button', { name: 'Think twice' }).click();
      await page.getByRole('list', { name: 'Warnings' }).waitFor();
      await page.getByRole('table', { name: 'Receipt' }).last().waitFor();
      expect(await page.evaluate(faintTexts)).toEqual([]);
      expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe(colorScheme);
      // Whoever says otherwise is heard, also the next time.
      const told = colorScheme === 'light' ? 'dark' : 'light';
      await page.getByText(told, { exact: true }).click();
      await page.reload();
      expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe(told);
    },
  );
});

test('a server with keys asks for one on the page, and remembers it nowhere', async () => {
  const key = 'key-of-the-playground-0123456789';
  const engine = scriptedEngine({ script: ['so</think>', 'done'] });
  engines.push(engine);
  const guarded = await startServer({ engine, port: 0, page: playgroundPage(), keys: [{ name: 'me', key }] });
  const other = await launchBrowser();
  const page = await other.open(`${guarded.url}/#q=hello`);
  await page.getByText('wants a key').waitFor();
  await page.getByLabel('Key of this server').fill(key);
  await page.getByText('scripted', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Think', exact: true }).click();
  await page.getByRole('table', { name: 'Receipt' }).waitFor();
  expect(
    await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])'),
  ).not.toContain(key);
  await expect(other.close()).rejects.toThrow(/status of 401/);
  await guarded.close();
});

test('what the server refuses is told with its code', async () => {
  const other = await launchBrowser();
  const page = await other.open(`${pebble.url}/#q=hello&min=50&max=10`);
  await page.getByRole('button', { name: 'Think', exact: true }).click();
  expect(await page.getByRole('alert').innerText()).toMatch(/^E_BUDGET_CONFLICT /);
  // Browsers log every refused request.
  await expect(other.close()).rejects.toThrow(/status of 400/);
});

/** Texts with less contrast than 4.5 to 1 (WCAG 2.2, 1.4.3); what is disabled needs none. */
const faintTexts = `(() => {
  const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
  const rgb = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
  };
  const light = (color) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
    const value = rgb(color)[index] / 255;
    return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  }, 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (rgb(color)[3] === 255) return color;
    }
    return 'white';
  };
  return [...document.querySelectorAll('body *')].flatMap((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!own || element.closest('[aria-disabled=true], :disabled, noscript, script, style, .unseen')) return [];
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].toSorted((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    return contrast >= 4.5 ? [] : [element.className + ' ' + element.innerText + ' ' + contrast.toFixed(2)];
  });
})()`;
