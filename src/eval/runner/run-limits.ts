/** When a run stops before its end. */
export interface RunLimits {
  /** Seconds from the start of this session; what runs then is broken off. */
  readonly deadline?: number;
  /** In the currency of the price table, all sessions together. */
  readonly maxCost?: number;
  /** Samples of this session that may fail: a number, or a share of those to be made. */
  readonly maxErrors?: number | { readonly share: number };
}

/** Why a run stopped: all was done, a limit, or somebody asked for it. */
export type RunEnd = 'complete' | 'deadline' | 'cost' | 'errors' | 'asked';

/** What counts against the limits. */
export interface Spent {
  readonly cost: number;
  readonly errors: number;
  /** Samples that this session set out to make. */
  readonly toDo: number;
}

/** Fewer errors than these are chance; a share of few samples would be reached by one. */
const fewErrors = 10;

/** The limit that is reached, if any; the deadline is kept by a clock. */
export function reachedLimit(limits: RunLimits, { cost, errors, toDo }: Spent): 'cost' | 'errors' | undefined {
  const { maxCost, maxErrors = { share: 0.1 } } = limits;
  if (maxCost !== undefined && cost >= maxCost) return 'cost';
  const most = typeof maxErrors === 'number' ? maxErrors : Math.max(fewErrors, maxErrors.share * toDo);
  return errors > most ? 'errors' : undefined;
}
