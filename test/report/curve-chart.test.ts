import { describe, expect, test } from 'vitest';
import { type CurveSeries, curveChart } from '../../src/report/curve-chart.ts';
import { displayWidth } from '../../src/report/display-width.ts';
import { tableLines } from '../../src/report/table-lines.ts';
import { plainStyle } from '../../src/report/text-style.ts';

const series: readonly CurveSeries[] = [
  {
    role: 'first-series',
    points: [
      { meanThinkingTokens: 0, accuracy: 0.15 },
      { meanThinkingTokens: 16, accuracy: 0.2 },
      { meanThinkingTokens: 32, accuracy: 0.45 },
    ],
  },
  {
    role: 'second-series',
    points: [
      { meanThinkingTokens: 71, accuracy: 0.78, symbol: '1' },
      { meanThinkingTokens: 96, accuracy: 0.96, symbol: '3' },
    ],
  },
];

describe('the curve of accuracy against mean thinking tokens', () => {
  test('shows every point at its place between the axes', () => {
    expect(curveChart(series, { ...plainStyle, width: 60 }).join('\n')).toMatchInlineSnapshot(`
      "    ▲
      100%┤                                                  3
          │
          │
       75%┤                                     1
          │
          │
       50%┤
          │                 ●
          │
       25%┤
          │●       ●
          │
        0%┤
          └┬─────────┬──────────┬─────────┬──────────┬─────────▶
           0        20         40        60         80"
    `);
  });

  test.each([80, 60, 40])('fits into %i columns', (width) => {
    const lines = curveChart(series, { ...plainStyle, width });
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  test('is pure ASCII where the terminal has no Unicode', () => {
    expect(curveChart(series, { ...plainStyle, width: 60, unicode: false }).join('\n')).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test('paints each series in its own colour', () => {
    const text = curveChart(series, { ...plainStyle, paint: (role, symbol) => `<${role} ${symbol}>` }).join('\n');
    expect(text.match(/<first-series ●>/g)).toHaveLength(3);
    expect(text.match(/<second-series [13]>/g)).toHaveLength(2);
  });

  test('a single point at zero tokens is still a chart', () => {
    const lines = curveChart([{ role: 'first-series', points: [{ meanThinkingTokens: 0, accuracy: 0 }] }], plainStyle);
    expect(lines.join('\n')).toContain('0%┤●');
  });
});

test('a table sets numbers to the right and words to the left', () => {
  const lines = tableLines(
    ['budget', 'accuracy'],
    [
      ['max 8', '15%'],
      ['3 waits', '100%'],
    ],
    plainStyle,
  );
  expect(lines).toEqual(['budget   accuracy', 'max 8         15%', '3 waits      100%']);
});
