/** Headers in which keys are sent, whatever they look like. */
const secretHeaders = /auth|key|token|secret|cookie/i;
/** Shorter values are words, and would be cut out of everything. */
const shortest = 6;

/**
 * Cuts the values of secret headers out of texts: a server that repeats the key it refuses must not get it into an error.
 * What looks like a key is cut out elsewhere; this knows the very keys that were sent.
 */
export function withoutSecrets(headers: Readonly<Record<string, string>>): (text: string) => string {
  const secrets = Object.entries(headers)
    .filter(([name]) => secretHeaders.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\w+\s+/, '')])
    .filter((value) => value.length >= shortest);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
}
