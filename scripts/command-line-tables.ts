import { evalOptions } from '../src/cli/eval-options.ts';
import { exitCodeMeanings } from '../src/cli/exit-codes.ts';
import { writtenOption } from '../src/cli/option-table.ts';
import { serveOptions } from '../src/cli/serve-options.ts';
import { strategyOptions } from '../src/cli/strategy-options.ts';
import { thinkOptions } from '../src/cli/think-options.ts';

/** The options of `mull think`, from the same list as its help. */
export function optionsTable(): string {
  const rows = [
    ...[...thinkOptions, ...strategyOptions].map((option) => [writtenOption(option), option.description]),
    ['--json', 'print events as JSON lines'],
    ['--quiet', 'print nothing but the answer'],
    ['--debug', 'print stack traces of errors'],
  ];
  return table(['option', 'meaning'], rows);
}

/** The options that only `mull serve` has. */
export function serveOptionsTable(): string {
  return table(
    ['option', 'meaning'],
    serveOptions.map((option) => [writtenOption(option), option.description]),
  );
}

/** The options that only `mull eval` has. */
export function evalOptionsTable(): string {
  return table(
    ['option', 'meaning'],
    evalOptions.map((option) => [writtenOption(option), option.description]),
  );
}

/** What the exit codes mean. */
export function exitCodeTable(): string {
  return table(
    ['exit code', 'meaning'],
    exitCodeMeanings.map(([code, meaning]) => [String(code), meaning]),
  );
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = ([first = '', ...rest]: readonly string[]): string => `| \`${first}\` | ${rest.join(' | ')} |`;
  return [`| ${headings.join(' | ')} |`, `| ${headings.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}
