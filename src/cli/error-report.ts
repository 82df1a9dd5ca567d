import type { ErrorCode } from '../core/error-codes.ts';
import { MullError } from '../core/mull-error.ts';
import { redact } from '../core/redact.ts';
import { printableText } from '../report/printable-text.ts';
import type { TextStyle } from '../report/text-style.ts';
import { wrapText } from '../report/wrap-text.ts';
import { exitCodeOf } from './exit-codes.ts';

/** An error as the command line tells it. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly exitCode: number;
}

/** Whatever was thrown, as an error with code, hint and exit code. */
export function errorReport(error: unknown): ErrorReport {
  if (MullError.isMullError(error)) {
    const { code, message, hint } = error;
    return { code, message, hint, exitCode: exitCodeOf[code] ?? exitCodeOf.E_INTERNAL };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'E_INTERNAL',
    message: redact(`Something unexpected happened: ${message}`),
    hint: 'Please report it with the command and the output of --debug.',
    exitCode: exitCodeOf.E_INTERNAL,
  };
}

/**
 * An error in lines: what happened, what to do, where to read more.
 *
 * @param command - what a person types to start mull
 */
export function errorLines(report: ErrorReport, command: string, style: TextStyle): string[] {
  const [first = '', ...rest] = wrapText(`${report.code}  ${printableText(report.message)}`, style);
  return [
    style.paint('error', report.code) + first.slice(report.code.length),
    ...rest,
    ...wrapText(printableText(report.hint), style, { indent: '  ' }),
    ...wrapText(`More: ${command} explain ${report.code}`, style, { indent: '  ', role: 'faint' }),
  ];
}

/** The stack traces of an error and its causes, for --debug. */
export function debugLines(error: unknown): string[] {
  const lines: string[] = [];
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    lines.push(...printableText(redact(current.stack ?? String(current))).split('\n'));
  }
  return lines;
}
