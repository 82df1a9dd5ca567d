/**
 * The message to append at the n-th suppressed end of thinking.
 *
 * @param message - one text, or a list used in turn (the paper's "rotating prompts" outlook, section 6)
 * @param n - 0 for the first suppression
 */
export function rotate(message: string | readonly string[], n: number): string {
  if (typeof message === 'string') return message;
  return message[n % message.length] ?? '';
}
