/**
 * The value below which a share of the sorted values lies, interpolated linearly between neighbours (the default of
 * numpy.percentile; type 7 of Hyndman and Fan 1996).
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const low = Math.floor(position);
  const below = sorted[low] ?? Number.NaN;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] ?? Number.NaN;
  return below + (above - below) * (position - low);
}
