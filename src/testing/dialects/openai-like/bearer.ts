import type { IncomingHttpHeaders } from 'node:http';

/** The key of an `Authorization: Bearer` header. */
export function bearer({ authorization }: IncomingHttpHeaders): string | undefined {
  return authorization?.match(/^Bearer (.+)$/)?.[1];
}
