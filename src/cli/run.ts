import { CommanderError } from 'commander';
import { commandName } from './command-name.ts';
import { debugLines, errorLines, errorReport } from './error-report.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { ClosedOutput, type Host } from './host.ts';
import { jsonLine } from './json-line.ts';
import { loadActions } from './load-actions.ts';
import { createProgram, wasOnlyAsking } from './program.ts';
import { terminalStyle } from './terminal-style.ts';
import { usageError } from './usage-error.ts';

/** Runs one command line. Never throws and never ends the process. */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  try {
    return await dispatch(argv, host);
  } catch (error) {
    if (error instanceof ClosedOutput) return exitCodes.success;
    return await printError(error, argv, host);
  }
}

async function dispatch(argv: readonly string[], host: Host): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.success;
  const actions = loadActions(host, (settled) => {
    exitCode = settled;
  });
  const help: string[] = [];
  const name = commandName(host);
  const style = terminalStyle(host, host.output);
  const program = createProgram(actions, {
    version: host.version,
    name,
    style,
    columns: Math.min(host.output.columns ?? 80, 100),
    write: (text) => help.push(text),
  });
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (!wasOnlyAsking(error)) throw usageError(error, program, name);
    await host.output.write(help.join('').replace(/\n?$/, '\n'));
  }
  return exitCode;
}

async function printError(error: unknown, argv: readonly string[], host: Host): Promise<number> {
  const report = errorReport(error);
  // Read from the raw arguments, because parsing them may be what failed.
  const flags = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const lines = flags.includes('--json')
    ? [jsonLine({ error: report }).trimEnd()]
    : errorLines(report, commandName(host), terminalStyle(host, host.errorOutput));
  if (flags.includes('--debug')) lines.push(...debugLines(error));
  // There is nobody left to tell about an error output that is closed.
  await host.errorOutput.write(`${lines.join('\n')}\n`).catch(() => {});
  return report.exitCode;
}
