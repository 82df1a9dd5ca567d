/** A share as a percentage with one decimal: `53.3%`. */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
