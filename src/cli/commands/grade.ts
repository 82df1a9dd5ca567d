import { type Command, Option } from 'commander';
import type { GradeOptions } from '../../grade/options.ts';
import { defaultRuns } from '../eval-options.ts';
import { gradeOptions } from '../grade-options.ts';
import { exampleSection, noteSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withOutput } from '../new-command.ts';
import { addOptions, optionValues } from '../option-table.ts';

/** What to grade: a run, a file of pairs, or one pair. */
export interface GradeRequest {
  readonly file?: string;
  readonly gold?: string;
  readonly answer?: string;
  readonly explain: boolean;
  readonly json: boolean;
  readonly options: GradeOptions;
  /** Where runs are kept. */
  readonly runs: string;
}

export type GradeAction = (request: GradeRequest) => Promise<void>;

/** `mull grade [file]` */
export function addGrade(program: Command, action: GradeAction, options: GrammarOptions): void {
  const { name } = options;
  const style = helpStyle(options);
  const grade = newCommand('grade', program, options)
    .description('Whether an answer is right: exact arithmetic and algebra, no model.')
    .summary('decide whether answers are right')
    .argument(
      '[file]',
      'a JSONL file, a pair per line: {"gold": "3/4", "answer": "It is 0.75."}; - is standard input; or a run of `mull eval`',
    )
    .addOption(new Option('--gold <text>', 'the right answer'))
    .addOption(new Option('--answer <text>', 'what a model wrote; left out, it is read from standard input'))
    .addOption(new Option('--runs <folder>', 'where runs are kept').default(defaultRuns))
    .addOption(new Option('--explain', 'also what was taken from both texts, why, and which rules were used'));
  addOptions(grade, gradeOptions);
  withOutput(grade)
    .addHelpText('after', () =>
      [
        exampleSection(
          'Examples:',
          [
            `${name} grade --gold 3/4 --answer "The answer is 0.75."`,
            `${name} grade --gold 12 --answer "x = 12 cm" --explain`,
            `${name} grade answers.jsonl`,
            `${name} grade NAME --units ignored`,
          ],
          style,
        ),
        noteSection(
          'Good to know:',
          [
            'Exit code of a pair: 0 equal, 7 different. Of a file: 0, or 2 where lines could not be read; all the others are graded.',
            'A run is graded again without asking the model: its records get the new verdicts, and what changed is told.',
            'A line may have an "id", which is passed on, and "expected": true or false, with which the verdict is compared.',
          ],
          style,
        ),
      ].join('\n'),
    )
    .action(async (file: string | undefined) => {
      const { gold, answer, explain = false, json = false, runs = defaultRuns } = grade.opts<Partial<GradeRequest>>();
      await action({
        ...(file === undefined ? {} : { file }),
        ...(gold === undefined ? {} : { gold }),
        ...(answer === undefined ? {} : { answer }),
        explain,
        json,
        runs,
        options: optionValues(grade, gradeOptions) as GradeOptions,
      });
    });
}
