/** The part of the report a finding stands in. */
export type Section = 'machine' | 'model' | 'engine' | 'settings' | 'server' | 'run';

/** One thing that `mull doctor` looked at. */
export interface Finding {
  readonly section: Section;
  /** A few words: `Chat template`. */
  readonly what: string;
  readonly verdict: 'ok' | 'warning' | 'failed';
  /** What was found, with its figures. */
  readonly value: string;
  /** What to do about it; absent where there is nothing to do. */
  readonly remedy?: string;
}
