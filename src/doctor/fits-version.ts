/**
 * Whether a version is one that mull works with.
 *
 * @param wanted - `3.22.1` for exactly that one, `^2.17.5` for it and later ones of the same major version
 */
export function fitsVersion(version: string, wanted: string): boolean {
  if (!wanted.startsWith('^')) return version === wanted;
  return numbers(version)[0] === numbers(wanted)[0] && isAtLeast(version, wanted.slice(1));
}

/** Whether a version is another or a later one. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [numbers(version), numbers(least)];
  for (const [index, number] of need.entries()) {
    const own = have[index] ?? 0;
    if (own !== number) return own > number;
  }
  return true;
}

function numbers(version: string): number[] {
  return (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
}
