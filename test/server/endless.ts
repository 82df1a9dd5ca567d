/** A script that thinks on and on without repeating itself, and answers where it is cut. */
export function endless(words = 3000): readonly string[] {
  return [Array.from({ length: words }, (_, index) => `word${index}`).join(' '), 'So.'];
}
