export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** In percent. */
export function share(right: readonly boolean[]): string {
  return `${((100 * right.filter(Boolean).length) / right.length).toFixed(1)}%`;
}
