import { Command, type CommanderError, Option } from 'commander';
import type { TextStyle } from '../report/text-style.ts';
import { demoHelp, explainHelp, mainHelp, thinkHelp } from './help-texts.ts';
import { readNumber } from './read-number.ts';
import { largestSeed, type ThinkFlags, thinkOptions } from './think-options.ts';

/** What `mull think` prints: everything, events as JSON lines, or nothing but the answer. */
export type ThinkOutput = 'text' | 'json' | 'quiet';

export interface DemoFlags {
  readonly seed: number;
  readonly questions: number;
  readonly json: boolean;
}

/** What the commands do; given from outside, so that parsing is tested without running anything. */
export interface Actions {
  think(question: string | undefined, flags: ThinkFlags, output: ThinkOutput): Promise<void>;
  demo(flags: DemoFlags): Promise<void>;
  explain(code: string | undefined): Promise<void>;
}

export interface ProgramOptions {
  readonly version: string;
  /** What a person types to start mull, for the examples. */
  readonly name: string;
  readonly style: TextStyle;
  readonly columns: number;
  /** Takes the text of `--help` and `--version`. */
  readonly write: (text: string) => void;
}

/** The grammar of the command line. Parsing throws `CommanderError` or `MullError`, and never ends the process. */
export function createProgram(actions: Actions, options: ProgramOptions): Command {
  const { name, style, columns } = options;
  const help: TextStyle = { unicode: style.unicode, width: columns, paint: style.paint };
  const program = prepared(new Command('mull'), options)
    .helpCommand('help [command]', 'print the help of a command')
    .description('Thinking budgets for reasoning models: at most so many tokens, at least so many, or "think again".')
    .version(options.version, '-V, --version', 'print the version')
    .addHelpText('after', () => mainHelp(name, help));

  const think = prepared(program.command('think'), options)
    .description('Let a model think about a question under a budget, and answer.')
    .summary('ask a question under a thinking budget')
    .argument('[question]', 'the question; else standard input, else drawn (pebble) or asked for');
  for (const option of thinkOptions) {
    think.addOption(
      new Option(`--${option.name} <${option.value}>`, option.description)
        .argParser(option.read)
        .helpGroup(option.group),
    );
  }
  withOutput(
    think.addOption(new Option('--quiet', 'print nothing but the answer').helpGroup('Output:').conflicts('json')),
  )
    .addHelpText('after', () => thinkHelp(name, help))
    .action(async (question: string | undefined) => {
      const output = think.getOptionValue('json') ? 'json' : think.getOptionValue('quiet') ? 'quiet' : 'text';
      await actions.think(question, flagsOf(think), output);
    });

  const demo = prepared(program.command('demo'), options)
    .description('See budget forcing work, in a few seconds and with nothing to install: one question in slow motion.')
    .summary('see budget forcing work')
    .addOption(
      new Option('--seed <number>', 'which questions are drawn')
        .default(1)
        .argParser((text) => readNumber(text, '--seed', { whole: true, least: 0, most: largestSeed })),
    )
    .addOption(
      new Option('--questions <number>', 'how many questions the curve is measured on')
        .default(100)
        .argParser((text) => readNumber(text, '--questions', { whole: true, least: 1, most: 10_000 })),
    );
  withOutput(demo)
    .addHelpText('after', () => demoHelp(name, help))
    .action(async () => {
      const { seed, questions, json = false } = demo.opts<DemoFlags>();
      await actions.demo({ seed, questions, json });
    });

  const explain = prepared(program.command('explain'), options)
    .description('What an error or warning code means and what to do about it.')
    .summary('explain an error or warning code')
    .argument('[code]', 'for example E_BUDGET_CONFLICT; without one, all codes are listed')
    .addHelpText('after', () => explainHelp(name, help))
    .action((code: string | undefined) => actions.explain(code));
  explain.addOption(new Option('--debug', 'print stack traces of errors').helpGroup('Output:'));
  return program;
}

/** The names of everything that could be meant by a misspelt command or option, with how it is written. */
export function knownNames(program: Command): { readonly commands: string[]; readonly options: string[] } {
  const commands = program.commands.map((command) => command.name());
  const options = [program, ...program.commands].flatMap((command) =>
    command.options.map((option) => option.long ?? ''),
  );
  return { commands, options: [...new Set([...options, '--help'])] };
}

/** Whether parsing ended because help or version was printed. */
export function wasOnlyAsking(error: CommanderError): boolean {
  return ['commander.helpDisplayed', 'commander.help', 'commander.version'].includes(error.code);
}

function prepared(command: Command, { style, columns, write }: ProgramOptions): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError(false)
    .addHelpOption(new Option('-h, --help', 'print this help').helpGroup(command.parent ? 'Output:' : 'Options:'))
    .configureOutput({
      writeOut: write,
      writeErr: () => {},
      getOutHelpWidth: () => columns,
      getOutHasColors: () => true,
    })
    .configureHelp({ minWidthToWrap: 20, styleTitle: (title) => style.paint('heading', title) });
}

function withOutput(command: Command): Command {
  return command
    .addOption(new Option('--json', 'print JSON for programs, one value per line').helpGroup('Output:'))
    .addOption(new Option('--debug', 'print stack traces of errors').helpGroup('Output:'));
}

function flagsOf(command: Command): ThinkFlags {
  const given = command.options
    .map((option) => [option.long?.slice(2) ?? '', command.getOptionValue(option.attributeName())] as const)
    .filter(([name, value]) => value !== undefined && thinkOptions.some((option) => option.name === name));
  return Object.fromEntries(given) as ThinkFlags;
}
