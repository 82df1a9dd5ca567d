/** An id for a call of a tool that came without one: nine letters and digits, as the templates of some families want. */
export function newCallId(): string {
  return globalThis.crypto.randomUUID().replaceAll('-', '').slice(0, 9);
}
