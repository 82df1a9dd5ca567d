import { measureSeries } from '../../eval/metrics/measure-series.ts';
import { parseRecipe, plainRecipe, type Recipe } from '../../eval/metrics/recipe.ts';
import { parseSeries, type Series } from '../../eval/metrics/series.ts';
import { metricsTable } from '../../report/metrics-table.ts';
import type { MetricsFlags } from '../commands/metrics.ts';
import type { Host } from '../host.ts';
import { jsonLine } from '../json-line.ts';
import { parseJson, parseYaml } from '../parse-text.ts';
import { readText } from '../read-text.ts';
import { terminalStyle } from '../terminal-style.ts';

/** `mull metrics SERIES.json`: the three figures of the paper for each row of a recipe. */
export async function metricsCommand(path: string, { recipe, json }: MetricsFlags, host: Host): Promise<void> {
  const text = await readText(path, 'The series file', host);
  const series = parseSeries(parseJson(text, path === '-' ? 'Standard input' : path, 'E_SERIES_INVALID'));
  const report = measureSeries(series, await readRecipe(recipe, series, host));
  const style = terminalStyle(host, host.output);
  await host.output.write(json ? jsonLine(report) : `${metricsTable(report, style).join('\n')}\n`);
}

async function readRecipe(path: string | undefined, series: readonly Series[], host: Host): Promise<Recipe> {
  if (path === undefined) return plainRecipe(series);
  const text = await readText(path, 'The recipe', host);
  return parseRecipe(await parseYaml(text, path, 'E_RECIPE_INVALID'));
}
