import type { IncomingHttpHeaders } from 'node:http';
import { MullError } from '../../core/mull-error.ts';

/** What web pages may do. */
export interface OriginRules {
  /** Origins of other pages that may use the server; `*`: all. */
  readonly allowed: readonly string[];
  /** The server is for this machine only, so it is only ever asked by a name of this machine. */
  readonly loopback: boolean;
}

const ownNames = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Keeps web pages out that have no business here: any page a person looks at could ask a server on their machine.
 *
 * Pages of other origins are refused by their `Origin`, and pages whose name was bent to this machine (DNS rebinding) by
 * the `Host` they ask for.
 *
 * @throws E_ORIGIN_REFUSED
 */
export function checkOrigin({ origin, host = '' }: IncomingHttpHeaders, { allowed, loopback }: OriginRules): void {
  if (loopback && host !== '' && !ownNames.test(host)) {
    throw refused(`This server is for its own machine, and was asked as ${JSON.stringify(host.slice(0, 80))}.`);
  }
  if (origin === undefined || allowed.includes('*') || allowed.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw refused(`A page of ${JSON.stringify(origin.slice(0, 80))} may not use this server.`);
}

function refused(message: string): MullError {
  return new MullError('E_ORIGIN_REFUSED', message, {
    hint: 'Start the server with --cors ORIGIN to allow the pages of an origin.',
  });
}
