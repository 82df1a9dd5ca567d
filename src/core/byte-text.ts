const units = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `639 MiB`, `4.7 GiB`: in powers of 1,024, as memory is sold and files are measured by most tools. */
export function byteText(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US')} ${units[unit]}`;
}
