let ids = 0;

/** An id that no other answer of this process has. */
export function newId(prefix: string): string {
  ids += 1;
  return prefix + ids.toString(16).padStart(16, '0');
}
