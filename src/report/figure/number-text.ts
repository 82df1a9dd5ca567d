/** A number of tokens or samples as a reader expects it: `16,000`, `2.1M`. */
export function numberText(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  return (Number.isInteger(value) ? value : Number(value.toPrecision(3))).toLocaleString('en-US');
}
