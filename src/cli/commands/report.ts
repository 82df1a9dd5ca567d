import { type Command, Option } from 'commander';
import { defaultRuns } from '../eval-options.ts';
import { exampleSection, noteSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withOutput } from '../new-command.ts';
import { addOptions, optionValues } from '../option-table.ts';
import { type ReportFlags, reportOptions } from '../report-options.ts';

export type ReportAction = (runs: readonly string[], flags: ReportFlags, json: boolean) => Promise<void>;

/** `mull report <run...>` */
export function addReport(program: Command, action: ReportAction, options: GrammarOptions): void {
  const { name } = options;
  const style = helpStyle(options);
  const report = newCommand('report', program, options)
    .description('What runs show: the scaling curve, tables, every sample. Printed, or as a page, a picture or data.')
    .summary('show what runs came to, as text, page, picture or data')
    .argument('[runs...]', 'names of runs, or paths of their folders')
    .addOption(new Option('--runs <folder>', 'where the runs are').default(defaultRuns).helpGroup('Options:'));
  addOptions(report, reportOptions);
  withOutput(report)
    .addHelpText('after', () =>
      [
        exampleSection(
          'Examples:',
          [
            `${name} report my-run`,
            `${name} report my-run other-run --out report.html`,
            `${name} report my-run --out curve.svg`,
            `${name} report my-run --out samples.csv --samples`,
          ],
          style,
        ),
        noteSection(
          'Good to know:',
          [
            'The ending of --out decides: .html one page with everything, which opens offline; .svg .png the curve; .md tables; .csv .json data.',
            'Questions of data sets whose authors ask for it are left out of pages and data, unless --show-confidential is given.',
            'What everything means: docs/report.md',
          ],
          style,
        ),
      ].join('\n'),
    )
    .action(async (runs: string[]) => {
      const { json = false, runs: folder } = report.opts<{ json?: boolean; runs: string }>();
      await action(runs, { folder, ...optionValues(report, reportOptions) }, json);
    });
}
