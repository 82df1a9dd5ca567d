import type { GradeSettings } from '../options.ts';
import type { Node } from '../tree/node.ts';
import type { Budget } from './budget.ts';

/** What a comparison found, and by what. */
export interface Outcome {
  readonly equal: boolean;
  /** `exact rational`, `8 sample points`; for a difference, what stands in the way, if more than the values. */
  readonly how: string;
}

/** What a comparison is made with. */
export interface Context {
  readonly settings: GradeSettings;
  readonly budget: Budget;
  /** Names of the rules that were needed, `docs/grader.md`. */
  readonly rules: Set<string>;
  /** Compares two parts as answers of their own. */
  readonly compare: (left: Node, right: Node, context: Context) => Outcome;
}

export function equal(how: string): Outcome {
  return { equal: true, how };
}

export function different(how = ''): Outcome {
  return { equal: false, how };
}
