/** What reading a body needs to know besides it. */
export interface ReadContext {
  /** The names of the models there are. */
  readonly served: readonly string[];
  /** A budget stands in a header, outside of the body. */
  readonly budgetHeader: boolean;
}
