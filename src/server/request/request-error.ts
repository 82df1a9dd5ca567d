import type { ErrorCode } from '../../core/error-codes.ts';
import { MullError } from '../../core/mull-error.ts';

/** A request that is refused because of one of its fields, whose name clients get as `param`. */
export class RequestError extends MullError {
  readonly field: string;

  constructor(code: ErrorCode, field: string, message: string, options: { hint: string; cause?: unknown }) {
    super(code, message, options);
    this.field = field;
  }
}
