/** What stands behind a number. */
export interface Unit {
  /** As written, for reasons. */
  readonly text: string;
  /** Base dimensions with exponents, `length:1,time:-1`; undefined where the words are not known as a unit. */
  readonly dimension: string | undefined;
  /** How many of the dimension's base units one of these is; 0 where no factor leads there (degrees Celsius). */
  readonly factor: number;
}
