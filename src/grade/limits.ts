/**
 * What one verdict may cost. Nothing here is a clock: the same input gives the same verdict on every machine.
 * Beyond a limit an answer counts as unread (compared as text) or as undecided (counted as different).
 */
export const limits = {
  /** Characters of a model's text that are searched for an answer: the last ones. */
  searched: 2_000_000,
  /** Characters of one extracted answer that are parsed; a longer one is compared as text. */
  characters: 30_000,
  /** Tokens of one extracted answer. */
  tokens: 4_000,
  /** Brackets, fractions, exponents and signs inside one another. */
  depth: 120,
  /** Levels of the tree: chains like a/b/c and a ± b ± c make one for each operator. */
  levels: 400,
  /** Digits of one numeral that are read as a number. */
  digits: 25_000,
  /** Nodes visited while two answers are compared, all sample points and repetitions together. */
  steps: 150_000,
  /** Bits of an exact integer; a power is measured before it is computed. */
  integerBits: 131_072,
  /** Bits of numerator or denominator of an exact fraction: lowest terms cost more than products. */
  fractionBits: 4_096,
  /** Largest n whose factorial is computed exactly. */
  factorial: 1_000,
  /** Terms of a sum or product over an index. */
  series: 2_000,
  /** Entries of two lists that are matched without regard to order. */
  matched: 64,
  /** Sample points wanted for equality of two expressions with letters. */
  points: 8,
} as const;
