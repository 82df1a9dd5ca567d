/**
 * What tells a browser that the page of an allowed origin may read a response; nothing for any other request.
 *
 * Not the middleware of hono: its headers would not reach streams, which are written straight to the response of node.
 */
export function corsHeaders(origin: string | undefined, allowed: readonly string[]): Readonly<Record<string, string>> {
  if (origin === undefined || !(allowed.includes('*') || allowed.includes(origin))) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': '*, authorization',
    'access-control-expose-headers': 'mull-receipt, retry-after, x-request-id',
    vary: 'origin',
  };
}
