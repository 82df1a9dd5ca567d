import { type Command, Option } from 'commander';
import { MullError } from '../../core/mull-error.ts';
import { nearestName } from '../../core/nearest-name.ts';
import { defaultRuns } from '../eval-options.ts';
import { exampleSection, noteSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withOutput } from '../new-command.ts';

/** Which samples of a run are shown. */
export interface ShowFlags {
  readonly runs: string;
  /** Only samples that became this: `wrong`, `truncated`, ... */
  readonly status?: string;
  /** One sample in full: the id of its question. */
  readonly question?: string;
  readonly setting?: string;
  readonly sample?: string;
  readonly 'show-confidential': boolean;
  readonly json: boolean;
}

type ShownOptions = Omit<ShowFlags, 'json' | 'show-confidential'> & { json?: boolean; showConfidential?: boolean };

/** How logs of another harness become a run. */
export interface ImportFlags {
  readonly runs: string;
  /** Of the run; default: task and model. */
  readonly name?: string;
  readonly model?: string;
  readonly setting?: string;
  readonly metric?: string;
  readonly filter?: string;
  /** The path of a tokenizer.json. */
  readonly tokenizer?: string;
}

export interface RunsActions {
  importLogs(files: readonly string[], flags: ImportFlags, json: boolean): Promise<void>;
  list(folder: string, json: boolean): Promise<void>;
  show(run: string, flags: ShowFlags): Promise<void>;
}

/** `mull runs`, `mull runs show <run>` */
export function addRuns(program: Command, actions: RunsActions, options: GrammarOptions): void {
  const { name } = options;
  const style = helpStyle(options);
  const folder = (): Option => new Option('--runs <folder>', 'where runs are kept').default(defaultRuns);
  const runs = newCommand('runs', program, options)
    .description('The runs of `mull eval`: which there are, how far they are, and what they came to.')
    .summary('list runs, and show one')
    .usage('[options] [command]')
    // A misspelt command is told as one, not as an argument too many.
    .allowExcessArguments()
    .helpCommand(false)
    .addOption(folder());
  withOutput(runs)
    .addHelpText('after', () =>
      exampleSection(
        'Examples:',
        [`${name} runs`, `${name} runs show NAME`, `${name} runs show NAME --status wrong`],
        style,
      ),
    )
    .action(async () => {
      const [word] = runs.args;
      if (word !== undefined) throw unknownCommand(word, name);
      const { runs: root, json = false } = runs.opts<{ runs: string; json?: boolean }>();
      await actions.list(root, json);
    });
  const show = newCommand('show', runs, options)
    .description('What a run came to, or some of its samples in full: thinking, answer, verdict and receipt.')
    .summary('show what a run came to')
    .argument('<run>', 'its name as `mull runs` lists it, or the path of its folder')
    .addOption(folder())
    .addOption(new Option('--status <status>', 'its samples that are right, wrong, truncated, no-answer or error'))
    .addOption(new Option('--question <id>', 'its samples of this question, in full'))
    .addOption(new Option('--setting <name>', 'only samples of this setting'))
    .addOption(new Option('--sample <number>', 'only samples of this number'))
    .addOption(new Option('--show-confidential', 'also what the authors of the data set ask not to show in public'));
  withOutput(show)
    .addHelpText('after', () =>
      noteSection(
        'Good to know:',
        ['With --json the records themselves are printed, one a line: everything that is known of a sample.'],
        style,
      ),
    )
    .action(async (run: string) => {
      const { json = false, showConfidential = false, ...flags } = show.optsWithGlobals<ShownOptions>();
      await actions.show(run, { ...flags, json, 'show-confidential': showConfidential });
    });
  const imports = newCommand('import', runs, options)
    .description(
      'Sample logs of lm-evaluation-harness (`--log_samples`) as a run, to report and compare like any other.',
    )
    .summary('make a run of lm-evaluation-harness logs')
    .argument('<files...>', 'samples_TASK_DATE.jsonl of one task and model; each becomes a setting')
    .addOption(folder())
    .addOption(new Option('--name <name>', 'of the run (default: task and model)'))
    .addOption(new Option('--model <name>', 'which model it was (default: as results_DATE.json beside the log says)'))
    .addOption(new Option('--setting <name>', 'what was asked, max=500 (default: as the log says of s1 budgets)'))
    .addOption(new Option('--metric <name>', 'which number of the task says right or wrong (default: a usual one)'))
    .addOption(new Option('--filter <name>', 'whose answers count, where the task has several filters'))
    .addOption(new Option('--tokenizer <file>', 'tokenizer.json of the model, to count thinking tokens with'));
  withOutput(imports)
    .addHelpText('after', () =>
      noteSection(
        'Good to know:',
        [
          'Logs hold texts, not tokens: without --tokenizer four bytes count as one token. What was enforced is not known.',
          'Verdicts are those of the log; `mull grade RUN` judges anew.',
        ],
        style,
      ),
    )
    .action(async (files: string[]) => {
      const { json = false, ...flags } = imports.optsWithGlobals<ImportFlags & { json?: boolean }>();
      await actions.importLogs(files, flags, json);
    });
}

function unknownCommand(word: string, name: string): MullError {
  const near = nearestName(word, ['show', 'import']);
  return new MullError('E_OPTION_INVALID', `There is no command "runs ${word}".`, {
    hint: near === undefined ? `To see a run: ${name} runs show ${word}` : `Did you mean "runs ${near}"?`,
  });
}
