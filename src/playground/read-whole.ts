/** A whole number of at least 0 as it stands in a field or an address; undefined for anything else. */
export function readWhole(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
