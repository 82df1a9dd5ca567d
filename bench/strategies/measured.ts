/** A part of the bench: what it found, and which of its criteria do not hold. */
export interface Measured {
  readonly lines: readonly string[];
  readonly failed: readonly string[];
}
