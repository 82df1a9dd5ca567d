import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeHost } from '../cli/fake-host.ts';

const series = resolve(import.meta.dirname, '../../../shared/data/s1-published/series.json');

if (existsSync(series)) {
  test('the published runs of the paper are drawn as its Figure 1 has them: maxima, then Waits', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mull-published-'));
    const host = fakeHost({ workingDirectory: folder });
    const names = ['budget_forcing_aime24', 'token_conditional_bf'];
    const argv = names.flatMap((name) => ['--series', `${series}#${name}`]);
    expect(await run(['report', ...argv, '--title', 'AIME 2024', '--out', 'figure.svg'], host)).toBe(0);
    const figure = readFileSync(join(folder, 'figure.svg'), 'utf8');
    rmSync(folder, { recursive: true });
    // 17 of 30 with four Waits is the best of the paper; 0 of 30 at 500 tokens the least.
    expect(figure).toMatch(
      /ignore 4x &quot;Wait&quot;: 56\.7% \(\d+\.\d% to \d+\.\d%\) at 7,320 tokens|ignore 4x "Wait": 56\.7%/,
    );
    expect(figure).toContain('max_tokens_thinking=500: 0.0%');
    for (const tick of ['500', '1,000', '2,000', '4,000', '8,000']) expect(figure).toContain(`>${tick}<`);
  });
} else {
  test('the figure of the paper is checked only where its published runs lie beside the repository', () => {
    console.info(`Not checked: ${series} is not there.`);
    expect(existsSync(resolve(import.meta.dirname, '../../recipes/s1-table3.yaml'))).toBe(true);
  });
}
