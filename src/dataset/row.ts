/** One row of a data set as it was read, and where it stood: `line 7`, `row 3`. */
export interface Row {
  readonly place: string;
  readonly values: Readonly<Record<string, unknown>>;
}
