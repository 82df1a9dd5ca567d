import { type CodePage, errorCodes, warningCodes } from '../core/error-codes.ts';

/**
 * The reference of all codes as a Markdown page.
 *
 * @param exitCodes - the exit code of the command line for each error code
 */
export function errorReference(exitCodes: Readonly<Record<string, number>>): string {
  return [
    '# Errors and warnings',
    '',
    'Every error of mull has a code that never changes its meaning, a message that says what happened, and a hint',
    'that says what to do. `mull explain CODE` prints the entries of this page. Warnings stand in the receipt and never',
    'stop a run. What the exit codes mean stands in [cli.md](cli.md#errors-and-exit-codes).',
    '',
    '## Errors',
    '',
    ...Object.entries<CodePage>(errorCodes).flatMap(([code, page]) => entry(code, page, exitCodes[code])),
    '## Warnings',
    '',
    ...Object.entries<CodePage>(warningCodes).flatMap(([code, page]) => entry(code, page)),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function entry(code: string, page: CodePage, exitCode?: number): string[] {
  return [
    `### ${code}`,
    '',
    `**${page.title}.**`,
    '',
    `- When: ${escaped(page.when)}`,
    `- What to do: ${escaped(page.remedy)}`,
    ...(exitCode === undefined ? [] : [`- Exit code: ${exitCode}`]),
    '',
  ];
}

/** Angle brackets outside of code would be taken for HTML. */
function escaped(text: string): string {
  return text
    .split('`')
    .map((piece, index) => (index % 2 === 0 ? piece.replaceAll('<', '&lt;') : piece))
    .join('`');
}
