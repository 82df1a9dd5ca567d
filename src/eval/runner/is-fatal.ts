import type { ErrorCode } from '../../core/error-codes.ts';
import { MullError } from '../../core/mull-error.ts';

/** What every other sample would fail with too. */
const fatal: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'E_ABORTED',
  'E_BUDGET_INVALID',
  'E_CLOSED',
  'E_ENGINE_CRASHED',
  'E_ENGINE_DENIED',
  'E_INTERNAL',
  'E_MODEL_UNKNOWN',
  'E_OPTION_INVALID',
  'E_TEMPLATE_INVALID',
  'E_UNSUPPORTED',
]);

/** Whether an error is not one of a single sample: going on would only repeat it. */
export function isFatal(error: unknown): boolean {
  return !MullError.isMullError(error) || fatal.has(error.code);
}
