import { type Command, Option } from 'commander';
import { defaultRuns } from '../eval-options.ts';
import { exampleSection, noteSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withOutput } from '../new-command.ts';

export interface CompareFlags {
  /** The folder of runs. */
  readonly folder: string;
  readonly out?: string;
  readonly showConfidential: boolean;
}

export type CompareAction = (first: string, second: string, flags: CompareFlags, json: boolean) => Promise<void>;

/** `mull compare <first> <second>` */
export function addCompare(program: Command, action: CompareAction, options: GrammarOptions): void {
  const { name } = options;
  const style = helpStyle(options);
  const compare = newCommand('compare', program, options)
    .description('Whether the second run is better than the first, question by question, and at which cost in tokens.')
    .summary('compare two runs, or two settings, question by question')
    .argument('<first>', 'a run, or one of its settings: my-run#max=500')
    .argument('<second>', 'what is compared with it')
    .addOption(new Option('--runs <folder>', 'where the runs are').default(defaultRuns))
    .addOption(new Option('--out <file>', 'write it: .html both side by side, .csv a row per question, .md .json'))
    .addOption(new Option('--show-confidential', 'pages: also questions that must not become public'));
  withOutput(compare)
    .addHelpText('after', () =>
      [
        exampleSection(
          'Examples:',
          [
            `${name} compare before after`,
            `${name} compare "my-run#natural end" my-run#waits=2`,
            `${name} compare before after --out compare.html`,
          ],
          style,
        ),
        noteSection(
          'Good to know:',
          [
            'Without a #setting all settings that both runs have are compared, and their p values adjusted for it.',
            'Only questions that both were asked count. "No difference is shown" does not mean that there is none.',
          ],
          style,
        ),
      ].join('\n'),
    )
    .action(async (first: string, second: string) => {
      const { json = false, runs, out, showConfidential = false } = compare.opts<Given>();
      await action(first, second, { folder: runs, showConfidential, ...(out === undefined ? {} : { out }) }, json);
    });
}

interface Given {
  readonly json?: boolean;
  readonly runs: string;
  readonly out?: string;
  readonly showConfidential?: boolean;
}
