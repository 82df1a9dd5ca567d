/** Why a piece of a text was taken for its answer. */
export type ExtractionRule =
  | 'whole'
  | 'boxed'
  | 'boxed-several'
  | 'boxed-unclosed'
  | 'tagged'
  | 'final-answer'
  | 'announced'
  | 'formula'
  | 'number'
  | 'choice'
  | 'words'
  | 'none';

/** What was taken from a text, from where and why. */
export interface Extraction {
  readonly text: string;
  readonly rule: ExtractionRule;
  /** Offsets in the text that was given. */
  readonly start: number;
  readonly end: number;
}

/** What kind of answer is looked for; the gold answer says. */
export type Wanted = 'any' | 'choice' | 'words';
