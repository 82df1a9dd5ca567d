/** Thrown inside of the reader only, and caught there: the text is no formula, or is beyond the limits. */
export const unreadable: Error = new Error('not a formula');
