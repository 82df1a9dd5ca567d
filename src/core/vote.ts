/** One of the answers that the chains of a strategy gave, and who gave it. */
export interface Vote {
  /** As its first chain gave it; chains whose answers the grader calls equal vote together. */
  readonly answer: string;
  /** How many chains gave it. */
  readonly count: number;
  /** What their votes weigh together; the same as `count` where every chain has one vote. */
  readonly weight: number;
  /** Of the weight of all votes, from 0 to 1. */
  readonly share: number;
  /** The chains that gave it. */
  readonly branches: readonly number[];
}
