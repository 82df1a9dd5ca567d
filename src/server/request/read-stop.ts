/** Texts that end an answer; empty ones end nothing. */
export function readStop(stop: string | readonly string[] | null | undefined): string[] {
  return [stop ?? []].flat().filter((text) => text !== '');
}
