import tls from 'node:tls';
import { type Agent, EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';

/** How connections to servers are made. */
export interface NodeFetchOptions {
  /** Certificates (PEM) that are trusted besides those of the system: for servers with a certificate of one's own. */
  readonly ca?: string;
  /** Trusts any certificate. Whoever sits in between reads along, keys included. */
  readonly insecure?: boolean;
}

/** Milliseconds until a connection stands. */
const connectTimeout = 10_000;

/**
 * `fetch` for servers, in Node: connections are kept and used again, proxies are taken from HTTP_PROXY, HTTPS_PROXY and
 * NO_PROXY, and nothing but the engine's own timeouts ends a long answer (Node's own `fetch` gives up after five minutes
 * without a byte).
 */
export function nodeFetch({ ca, insecure = false }: NodeFetchOptions = {}): typeof fetch {
  const trust = {
    ...(ca === undefined ? {} : { ca: [...tls.rootCertificates, ca] }),
    ...(insecure ? { rejectUnauthorized: false } : {}),
  };
  const options: EnvHttpProxyAgent.Options & Agent.Options = {
    connect: { timeout: connectTimeout, ...trust },
    requestTls: { timeout: connectTimeout, ...trust },
    proxyTls: { timeout: connectTimeout, ...trust },
    // Many proxies tunnel to port 443 only.
    proxyTunnel: false,
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const dispatcher = new EnvHttpProxyAgent(options);
  return ((input: string, init?: object) => undiciFetch(input, { ...init, dispatcher })) as unknown as typeof fetch;
}
