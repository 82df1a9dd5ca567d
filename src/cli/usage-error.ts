import type { Command, CommanderError } from 'commander';
import { MullError } from '../core/mull-error.ts';
import { nearestName } from '../core/nearest-name.ts';
import { knownNames } from './program.ts';

/**
 * What commander found wrong with a command line, as an error with a hint.
 *
 * @param name - what a person types to start mull
 */
export function usageError(error: CommanderError, program: Command, name: string): MullError {
  const subject = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const { commands, options } = knownNames(program);
  const help = `See: ${name} help ${program.args[0] ?? ''}`.trimEnd();
  switch (error.code) {
    case 'commander.unknownCommand': {
      const near = nearestName(subject, commands);
      return invalid(
        `There is no command "${subject}".`,
        near === undefined ? `To ask a question: ${name} think ${JSON.stringify(subject)}` : `Did you mean "${near}"?`,
      );
    }
    case 'commander.unknownOption': {
      const flag = subject.replace(/=.*$/, '');
      const near = nearestName(flag, options);
      return invalid(
        `There is no option "${flag}".`,
        near === undefined
          ? `Was it the question? Then put -- in front of it: ${name} think -- ${JSON.stringify(subject)}`
          : `Did you mean "${near}"?`,
      );
    }
    case 'commander.optionMissingArgument': {
      const [flag = subject] = subject.split(' ');
      return invalid(`${flag} needs a value.`, `Write it as: ${subject}`);
    }
    case 'commander.missingArgument':
      return invalid(`The argument <${subject}> is missing.`, help);
    case 'commander.excessArguments':
      return invalid(
        'There are more arguments than the command takes.',
        program.args[0] === 'think' ? 'Put a question of several words in quotes.' : help,
      );
    case 'commander.conflictingOption':
      return invalid(
        `${/'(--[\w-]+)/.exec(error.message)?.[1]} and ${/with option '(--[\w-]+)/.exec(error.message)?.[1]} cannot be given together.`,
        'Give one of them.',
      );
    default:
      return invalid(`${error.message.replace(/^error: /, '').split('\n')[0]}.`, `See: ${name} --help`);
  }
}

function invalid(message: string, hint: string): MullError {
  return new MullError('E_OPTION_INVALID', message, { hint });
}
