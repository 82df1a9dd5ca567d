/**
 * How something about a server is known.
 *
 * `asked`: an endpoint of the server says so · `observed`: it was tried, and this happened · `told`: by the options of
 * the engine · `assumed`: neither could be had
 */
export type FoundBy = 'asked' | 'observed' | 'told' | 'assumed';

/** Something about a server, with where it comes from. */
export interface Fact<Value> {
  readonly value: Value;
  readonly foundBy: FoundBy;
  /** In words, for people: `GET /props`, `sent 3 ids, the server counted 3`. */
  readonly how: string;
}

export function asked<Value>(value: Value, how: string): Fact<Value> {
  return { value, foundBy: 'asked', how };
}

export function observed<Value>(value: Value, how: string): Fact<Value> {
  return { value, foundBy: 'observed', how };
}

export function told<Value>(value: Value): Fact<Value> {
  return { value, foundBy: 'told', how: 'in the options of the engine' };
}

export function assumed<Value>(value: Value, how: string): Fact<Value> {
  return { value, foundBy: 'assumed', how };
}
