/**
 * Conventions on which graders differ. The defaults are what s1 asks of its judge (section 5.5 of its evaluation):
 * benefit of the doubt to units, bases, names and the order of several answers.
 */
export interface GradeOptions {
  /**
   * `lenient`: 28% is 0.28 and also 28 · `fraction`: 28% is 0.28 only · `any`: moreover a bare 28 is 0.28.
   * Default `lenient`.
   */
  readonly percent?: 'lenient' | 'fraction' | 'any';
  /**
   * `lenient`: a missing unit agrees with every unit, and two known units must agree after conversion ·
   * `ignored`: units never matter · `required`: both or neither have one. Default `lenient`.
   */
  readonly units?: 'lenient' | 'ignored' | 'required';
  /** `lenient`: 2516 is also 2516 in base 8 · `required`: a number in a base is its value only. Default `lenient`. */
  readonly bases?: 'lenient' | 'required';
  /** Of several answers without brackets: `free` or `kept`. Default `free`. */
  readonly order?: 'free' | 'kept';
  /** `dropped`: x = 5 is 5 · `kept`: it is not. Default `dropped`. */
  readonly names?: 'dropped' | 'kept';
  /** `fixed`: x + 1 is not y + 1 · `interchangeable`: it is. Default `fixed`. */
  readonly letters?: 'fixed' | 'interchangeable';
  /** Whether {1, 2} and (1, 2) can be equal. Default true. */
  readonly tuplesAsSets?: boolean;
  /** Whether -2 <= x <= 7 and [-2, 7] can be equal. Default true. */
  readonly relationsAsSets?: boolean;
  /**
   * `rounded`: a decimal of four or more significant digits equals the number it is a rounding of ·
   * `exact`: it does not · a number: values are equal when they agree to that many decimal places.
   * Default `rounded`.
   */
  readonly decimals?: 'rounded' | 'exact' | number;
  /** Largest absolute difference of two numbers that count as equal. Default 0. */
  readonly tolerance?: number;
}

export type GradeSettings = Required<GradeOptions>;

export const defaultGradeOptions: GradeSettings = {
  percent: 'lenient',
  units: 'lenient',
  bases: 'lenient',
  order: 'free',
  names: 'dropped',
  letters: 'fixed',
  tuplesAsSets: true,
  relationsAsSets: true,
  decimals: 'rounded',
  tolerance: 0,
};
