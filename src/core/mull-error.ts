import type { ErrorCode } from './error-codes.ts';
import { redact } from './redact.ts';

/**
 * The one error class of mull.
 *
 * `message` says what happened, with the value; `hint` says what to do. Both are redacted, so that no key ever
 * reaches a log through an error.
 */
export class MullError extends Error {
  override readonly name = 'MullError';
  /** Stable and searchable; `mull explain CODE` prints its page. */
  readonly code: ErrorCode;
  readonly hint: string;
  /** Marks errors of every copy of mull in a process, which `instanceof` does not. */
  readonly isMullError: true = true;

  constructor(code: ErrorCode, message: string, options: { hint: string; cause?: unknown }) {
    super(redact(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = redact(options.hint);
  }

  static isMullError(value: unknown): value is MullError {
    return typeof value === 'object' && value !== null && 'isMullError' in value;
  }
}
