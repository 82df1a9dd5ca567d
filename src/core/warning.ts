import type { WarningCode } from './error-codes.ts';

/** Something the user should know that did not stop the run; collected in the receipt. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
}
