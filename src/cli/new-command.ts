import { Command, Option } from 'commander';
import type { TextStyle } from '../report/text-style.ts';

/** What the grammar of the command line has to know of the place it is printed on. */
export interface GrammarOptions {
  readonly version: string;
  /** What a person types to start mull, for the examples. */
  readonly name: string;
  readonly style: TextStyle;
  readonly columns: number;
  /** Takes the text of `--help` and `--version`. */
  readonly write: (text: string) => void;
}

/** A command that never ends the process, prints by `write` and has a help that fits the terminal. */
export function newCommand(name: string, parent: Command | undefined, options: GrammarOptions): Command {
  const { style, columns, write } = options;
  const command = parent === undefined ? new Command(name) : parent.command(name);
  return command
    .exitOverride()
    .showSuggestionAfterError(false)
    .addHelpOption(new Option('-h, --help', 'print this help').helpGroup(parent ? 'Output:' : 'Options:'))
    .configureOutput({
      writeOut: write,
      writeErr: () => {},
      getOutHelpWidth: () => columns,
      getOutHasColors: () => true,
    })
    .configureHelp({ minWidthToWrap: 20, styleTitle: (title) => style.paint('heading', title) });
}

/** How the examples and notes behind a help are printed. */
export function helpStyle({ style, columns }: GrammarOptions): TextStyle {
  return { unicode: style.unicode, width: columns, paint: style.paint };
}

/** Adds the options that every command has which gives data. */
export function withOutput(command: Command): Command {
  return withDebug(
    command.addOption(new Option('--json', 'print JSON for programs, one value per line').helpGroup('Output:')),
  );
}

/** Adds the option that every command has. */
export function withDebug(command: Command): Command {
  return command.addOption(new Option('--debug', 'print stack traces of errors').helpGroup('Output:'));
}
