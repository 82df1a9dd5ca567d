/** A number with its sign and one decimal: `+12.5`. */
export function signedText(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(1)}`;
}
