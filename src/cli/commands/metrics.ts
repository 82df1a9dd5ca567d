import { type Command, Option } from 'commander';
import { exampleSection, noteSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withOutput } from '../new-command.ts';

export interface MetricsFlags {
  /** The path of a recipe. */
  readonly recipe?: string;
  readonly json: boolean;
}

export type MetricsAction = (series: string, flags: MetricsFlags) => Promise<void>;

/** `mull metrics <series>` */
export function addMetrics(program: Command, action: MetricsAction, options: GrammarOptions): void {
  const { name } = options;
  const style = helpStyle(options);
  const metrics = newCommand('metrics', program, options)
    .description('Control, Scaling and Performance of runs as the paper defines them, and what the runs really show.')
    .summary('measure what runs show')
    .argument('<series>', 'a JSON file of runs with their token counts and right answers; - is standard input')
    .addOption(new Option('--recipe <file>', 'a YAML file that says which runs make which row of the table'));
  withOutput(metrics)
    .addHelpText('after', () =>
      [
        exampleSection(
          'Examples:',
          [`${name} metrics series.json`, `${name} metrics series.json --recipe recipes/s1-table3.yaml --json`],
          style,
        ),
        noteSection(
          'Good to know:',
          [
            'The file: { "series": [{ "name": "BF", "points": [{ "tokens": 512, "correct": 8, "n": 30 }] }] }',
            'Without a recipe every series is a row. What the figures mean: docs/metrics.md',
          ],
          style,
        ),
      ].join('\n'),
    )
    .action(async (series: string) => {
      const { json = false, recipe } = metrics.opts<{ json?: boolean; recipe?: string }>();
      await action(series, { json, ...(recipe === undefined ? {} : { recipe }) });
    });
}
