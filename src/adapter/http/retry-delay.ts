const firstDelay = 500;
const longestDelay = 30_000;

/**
 * Milliseconds to wait before the next attempt: what the server asks for, else twice as long as before with a random
 * part, so that many clients do not come back at once.
 *
 * @param attempt - 0 behind the first failure
 * @param retryAfter - the header of that name: seconds, or a date
 * @param random - a number from 0 to 1
 */
export function retryDelay(attempt: number, retryAfter: string | null, now: number, random: number): number {
  const asked = readRetryAfter(retryAfter, now);
  if (asked !== undefined) return Math.min(asked, longestDelay);
  const whole = Math.min(firstDelay * 2 ** attempt, longestDelay);
  return whole / 2 + (whole / 2) * random;
}

function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}
