/** The last number of a text, without its thousands separators; undefined where there is none. */
export function lastNumber(text: string): number | undefined {
  const last = text.match(/-?\d[\d,]*(?:\.\d+)?/g)?.at(-1);
  return last === undefined ? undefined : Number(last.replaceAll(',', ''));
}
