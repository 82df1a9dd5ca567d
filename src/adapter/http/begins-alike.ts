/** Whether two texts begin alike, white space apart. */
export function beginsAlike(text: string, expected: string): boolean {
  const [a, b] = [text.replace(/\s+/g, ''), expected.replace(/\s+/g, '')];
  const length = Math.min(6, b.length);
  return length >= 3 && a.slice(0, length) === b.slice(0, length);
}
