/** A p-value with two digits: `0.013`, `4e-5`. */
export function pText(p: number): string {
  return p < 0.0001 ? p.toExponential(0) : String(Number(p.toPrecision(2)));
}
