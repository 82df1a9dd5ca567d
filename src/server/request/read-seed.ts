/**
 * A client's seed among those mull draws with, which are 32 bits wide; undefined where it wants any. Some hosts take -1
 * for that.
 */
export function readSeed(seed: number | null | undefined): number | undefined {
  if (seed == null || seed === -1) return undefined;
  return ((seed % 2 ** 32) + 2 ** 32) % 2 ** 32;
}
