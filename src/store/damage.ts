/** A line of a run that cannot be read; all the others count. */
export interface Damage {
  /** Path of the file. */
  readonly file: string;
  /** From 1; undefined where only a part of the file was read. */
  readonly line: number | undefined;
  /** `is not JSON`, `is no record` */
  readonly reason: string;
}
