import { parseHTML } from 'linkedom/worker';
import { describe, expect, test } from 'vitest';
import { renderPng } from '../../../src/cli/report/render-png.ts';
import { drawCurve } from '../../../src/report/figure/draw-curve.ts';
import { drawHistograms } from '../../../src/report/figure/draw-histograms.ts';
import type { FigurePoint, FigureSeries } from '../../../src/report/figure/figure-series.ts';
import { figureThemes } from '../../../src/report/figure/figure-theme.ts';
import { histogramRows } from '../../../src/report/run/histogram-rows.ts';
import { seriesOfRuns } from '../../../src/report/run/series-of-runs.ts';
import { aRun, sweepPlan } from '../../support/a-sweep.ts';

const hostile = '</text><script>alert(1)</script> & "x" \' <b>';

describe('the scaling curve', () => {
  test('is an SVG with a title, a description in words, and a point for each setting', () => {
    const svg = drawCurve(seriesOfRuns([aRun()]), { title: 'scripted on sums' });
    const figure = parsed(svg);
    expect(figure.querySelector('title')?.textContent).toBe('scripted on sums');
    expect(figure.querySelector('desc')?.textContent).toContain(
      'max=16: 20.0% (8.1% to 41.6%) at 16 tokens, 20 samples; max=64: 55.0%',
    );
    expect([...figure.querySelectorAll('circle title, path title')].map((title) => title.textContent)).toHaveLength(4);
  });

  test('has its ticks at the budgets and says which marks are what', () => {
    const texts = textsOf(drawCurve(seriesOfRuns([aRun()])));
    expect(texts).toEqual(expect.arrayContaining(['16', '32', '64', '0%', '80%', 'Mean thinking tokens (log2 scale)']));
    expect(texts).toEqual(expect.arrayContaining(['with a maximum', 'natural end', 'so many Waits', '95% interval']));
  });

  test('names several runs beside their lines, and one of them nowhere', () => {
    const other = aRun(sweepPlan({ id: 'other', engine: { id: 'x', model: 'models/other.gguf' } }));
    const lower = {
      ...other,
      summary: {
        ...other.summary,
        settings: other.summary.settings.map((each) => ({
          ...each,
          thinking: { ...each.thinking, mean: each.thinking.mean * 3 },
        })),
      },
    };
    expect(textsOf(drawCurve(seriesOfRuns([aRun(), lower])))).toEqual(expect.arrayContaining(['scripted', 'other']));
    expect(textsOf(drawCurve(seriesOfRuns([aRun()])))).not.toContain('scripted');
  });

  test('puts all names into the legend where one has no room beside its line', () => {
    const series = Array.from(
      { length: 8 },
      (_, i): FigureSeries => ({
        name: `method ${i}`,
        points: [100, 200, 400].map((tokens) => point({ tokens: tokens + i, accuracy: 0.5 + i / 400 })),
      }),
    );
    const figure = parsed(drawCurve(series));
    const names = [...figure.querySelectorAll('text')].filter((text) => text.textContent?.startsWith('method'));
    expect(names).toHaveLength(8);
    // Texts of the legend are plain, those beside lines are semibold.
    expect(names.map((name) => name.getAttribute('font-weight'))).toEqual(new Array(8).fill(null));
  });

  test('shows 0 tokens, which have no logarithm, behind a break in the axis', () => {
    const points = [point({ tokens: 0, max: 0 }), point({ tokens: 30, max: 32 }), point({ tokens: 60, max: 64 })];
    const texts = textsOf(drawCurve([{ name: 'a', points }]));
    expect(texts).toEqual(expect.arrayContaining(['0', '/', '32', '64']));
  });

  test.each([1, 2])('draws %i point of a single setting', (count) => {
    const points = Array.from({ length: count }, () => point({ tokens: 100, accuracy: 1, interval: undefined }));
    expect(textsOf(drawCurve([{ name: 'one', points }]))).toEqual(expect.arrayContaining(['128', '100%']));
  });

  test('no text can become markup', () => {
    const figure = parsed(
      drawCurve(
        [
          { name: hostile, points: [point({ label: hostile })] },
          { name: 'b', points: [point({ tokens: 400 })] },
        ],
        {
          title: hostile,
          subtitle: hostile,
        },
      ),
    );
    expect(figure.querySelectorAll('script, b, foreignObject')).toHaveLength(0);
    expect(figure.querySelector('title')?.textContent).toBe(hostile);
  });

  test('turns dark where the reader is, or where it is asked to', () => {
    const series = seriesOfRuns([aRun()]);
    expect(drawCurve(series)).toContain('prefers-color-scheme:dark');
    expect(drawCurve(series)).toContain(figureThemes.light.background);
    const dark = drawCurve(series, { theme: 'dark' });
    expect(dark).not.toContain('prefers-color-scheme');
    expect(dark).toContain(figureThemes.dark.background);
    expect(dark).not.toContain(`"${figureThemes.light.text}"`);
  });

  test('leads to the samples of a point where it is told how', () => {
    const svg = drawCurve(seriesOfRuns([aRun()], (run, setting) => `#${run}/${setting}`));
    const links = [...parsed(svg).querySelectorAll('a')].map((link) => link.getAttribute('href'));
    expect(new Set(links)).toEqual(new Set(['#0/max=16', '#0/max=64', '#0/natural end', '#0/waits=2']));
  });
});

describe('colours of figures', () => {
  test.each(['light', 'dark'] as const)('can be read on the %s background', (name) => {
    const { background, text, muted, published, series } = figureThemes[name];
    for (const colour of [text, muted, published, ...series]) {
      expect([colour, contrast(colour, background) >= 4.5]).toEqual([colour, true]);
    }
  });
});

describe('the histograms of thinking tokens', () => {
  test('have a row for each setting and say what they mean', () => {
    const texts = textsOf(drawHistograms(histogramRows([aRun()]), { title: 'sums' }));
    expect(texts).toEqual(expect.arrayContaining(['max=16', 'max=64', 'natural end', 'waits=2', 'mean', 'maximum']));
  });
});

describe('a PNG', () => {
  test('has twice the pixels and letters, whatever fonts the machine has', async () => {
    const png = await renderPng(drawCurve(seriesOfRuns([aRun()]), { title: 'scripted on sums' }));
    expect(sizeOf(png)).toEqual([1440, 880]);
    const unnamed = await renderPng(drawCurve(seriesOfRuns([aRun()]), { title: ' ' }));
    expect(Buffer.compare(png, unnamed)).not.toBe(0);
  });

  test('needs a package that is named where it is missing', async () => {
    const missing = renderPng('<svg/>', () => Promise.reject(new Error('Cannot find package')));
    await expect(missing).rejects.toMatchObject({
      code: 'E_PEER_MISSING',
      hint: expect.stringContaining('npm install @resvg/resvg-js@^2.6.2'),
    });
  });
});

function point(fields: Partial<FigurePoint>): FigurePoint {
  return { tokens: 100, accuracy: 0.5, interval: { low: 0.4, high: 0.6 }, kind: 'cut', label: 'a setting', ...fields };
}

function parsed(svg: string): Element {
  const found = parseHTML(`<html><body>${svg}</body></html>`).document.querySelector('svg');
  if (!found) throw new Error('no svg');
  return found as unknown as Element;
}

function textsOf(svg: string): string[] {
  return [...parsed(svg).querySelectorAll('text')].map((text) => text.textContent ?? '');
}

function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

/** WCAG 2.2: relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}
