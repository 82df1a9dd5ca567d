import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { type FakeHost, type FakeHostOptions, fakeHost } from './fake-host.ts';

// Invented runs; nothing here is published anywhere.
const series = JSON.stringify({
  series: [
    {
      name: 'limits',
      points: [
        { tokens: 1000, correct: 60, n: 200 },
        { tokens: 2000, correct: 100, n: 200 },
        { tokens: 4000, correct: 140, n: 200 },
      ],
    },
  ],
});
const recipe = 'name: mine\nrows:\n  - label: Limits\n    series: limits\n';

const folder = mkdtempSync(join(tmpdir(), 'mull-metrics-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'series.json'), series);
writeFileSync(join(folder, 'recipe.yaml'), recipe);
writeFileSync(join(folder, 'broken.yaml'), 'name: [mine\n');
writeFileSync(join(folder, 'broken.json'), '{"series":');

describe('mull metrics', () => {
  test('prints a row per series without a recipe', async () => {
    const { printed } = await metrics(['series.json']);
    expect(printed.output).toMatch(/^limits +3 +– +20 /m);
    expect(printed.output).toContain('limits  rises with thinking');
  });

  test('prints the rows of a recipe, from standard input too', async () => {
    const { printed } = await metrics(['-', '--recipe', 'recipe.yaml'], { input: `\uFEFF${series}` });
    expect(printed.output).toMatch(/^mine\n/);
    expect(printed.output).toMatch(/^Limits +3 /m);
  });

  test('gives full values as JSON', async () => {
    const { printed } = await metrics(['series.json', '--json']);
    expect(JSON.parse(printed.output)).toMatchObject({
      rows: [{ label: 'limits', scaling: { points: 3 }, performance: { value: 70 } }],
    });
  });

  test.each([
    [['nowhere.json'], 'E_OPTION_INVALID', 'There is no file nowhere.json.'],
    [['.'], 'E_OPTION_INVALID', '. is a directory.'],
    [['broken.json'], 'E_SERIES_INVALID', 'broken.json is not JSON: Unexpected end of JSON input.'],
    [['series.json', '--recipe', 'broken.yaml'], 'E_RECIPE_INVALID', 'broken.yaml is not YAML: '],
    [['recipe.yaml'], 'E_SERIES_INVALID', 'recipe.yaml is not JSON: '],
    [['series.json', '--recipe', 'series.json'], 'E_RECIPE_INVALID', 'recipe.name must be a text, got undefined.'],
    [[], 'E_OPTION_INVALID', 'The argument <series> is missing.'],
  ])('%j is refused', async (argv, code, message) => {
    const { printed } = await metrics(argv, {}, 2);
    expect(printed.error).toContain(`${code}  ${message}`);
    expect(printed.output).toBe('');
  });
});

async function metrics(argv: readonly string[], options: FakeHostOptions = {}, exitCode = 0): Promise<FakeHost> {
  const host = fakeHost({ workingDirectory: folder, ...options });
  expect(await run(['metrics', ...argv], host)).toBe(exitCode);
  return host;
}
