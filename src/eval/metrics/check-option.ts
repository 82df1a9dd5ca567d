import { MullError } from '../../core/mull-error.ts';

/** Stops a computation on numbers that have no meaning, with the value and the form expected. */
export function checkOption(holds: boolean, name: string, expected: string, got: unknown): void {
  if (holds) return;
  const value = typeof got === 'string' ? JSON.stringify(got) : String(got);
  throw new MullError('E_OPTION_INVALID', `${name} must be ${expected}, got ${value}.`, {
    hint: `Give ${name} as ${expected}.`,
  });
}

/** A count is a whole number from `least` up. */
export function checkCount(name: string, got: number, least = 0, most: number = Number.MAX_SAFE_INTEGER): void {
  const expected =
    most === Number.MAX_SAFE_INTEGER
      ? `a whole number of at least ${least}`
      : `a whole number from ${least} to ${most}`;
  checkOption(Number.isSafeInteger(got) && got >= least && got <= most, name, expected, got);
}

/** A confidence, level or margin is a share strictly between 0 and 1. */
export function checkShare(name: string, got: number): void {
  checkOption(got > 0 && got < 1, name, 'a number between 0 and 1', got);
}
