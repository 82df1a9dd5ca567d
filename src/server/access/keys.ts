import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { MullError } from '../../core/mull-error.ts';
import { validate } from '../../core/validate.ts';
import { type Ceilings, ceilingsSchema } from '../budget/ceilings.ts';

/** Somebody who may use the server, and how much of it. */
export interface ClientKey {
  /** What logs call it. */
  readonly name: string;
  /** The key itself, or its SHA-256 in hexadecimal, so that the file gives nothing away. */
  readonly key?: string;
  readonly sha256?: string;
  /** Hold besides the server's own, whichever is lower. */
  readonly ceilings?: Ceilings;
}

const text = 'must be a text';
const long = 'must be a text of at least 16 characters';
const hash = 'must be 64 hexadecimal digits';

const schema = z.strictObject({
  $schema: z.string(text).optional(),
  keys: z
    .array(
      z
        .strictObject({
          name: z.string(text).min(1, text),
          key: z.string(long).min(16, long).optional(),
          sha256: z
            .string(hash)
            .regex(/^[0-9a-f]{64}$/i, hash)
            .optional(),
          ceilings: ceilingsSchema.optional(),
        })
        .refine(
          ({ key, sha256 }) => (key === undefined) !== (sha256 === undefined),
          'must be an entry with a key or its sha256',
        ),
      'must be a list of keys',
    )
    .min(1, 'must be a list of at least one key'),
});

/**
 * The keys of a file: `{ "keys": [{ "name": "team-a", "sha256": "...", "ceilings": { "max": 4000 } }] }`.
 *
 * @param file - how errors call it; no error ever shows a key
 * @throws E_KEYS_INVALID
 */
export function readKeys(content: string, file: string): readonly ClientKey[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    // Without the words of the parser, which quote the text around the fault.
    throw new MullError('E_KEYS_INVALID', `${file} is not valid JSON.`, {
      hint: 'It holds an object: { "keys": [{ "name": "team-a", "key": "..." }] }',
    });
  }
  const { keys } = validate(schema, hidden(parsed), file, 'E_KEYS_INVALID');
  const given = (parsed as { keys: readonly ClientKey[] }).keys;
  return keys.map(
    (entry, index) =>
      ({ ...entry, ...(given[index]?.key === undefined ? {} : { key: given[index].key }) }) as ClientKey,
  );
}

/** The same with every key replaced by a text of its length: what is wrong with a file is told with the values in it. */
function hidden(parsed: unknown): unknown {
  return JSON.parse(
    JSON.stringify(parsed, (name, value: unknown) =>
      name === 'key' && typeof value === 'string' ? '*'.repeat(value.length) : value,
    ) ?? 'null',
  );
}

/** Who may use the server. Without keys: everybody who can reach it. */
export class Access {
  readonly #known: readonly { readonly digest: Buffer; readonly client: ClientKey }[];

  constructor(keys: readonly ClientKey[]) {
    this.#known = keys.map((client) => ({
      digest: client.sha256 === undefined ? digestOf(client.key ?? '') : Buffer.from(client.sha256, 'hex'),
      client,
    }));
  }

  /** Whether there are keys at all. */
  get guarded(): boolean {
    return this.#known.length > 0;
  }

  /**
   * Whose request this is; undefined where everybody may ask.
   *
   * @throws E_KEY_INVALID
   */
  check(headers: IncomingHttpHeaders): ClientKey | undefined {
    if (!this.guarded) return undefined;
    const given = keyIn(headers);
    const digest = digestOf(given ?? '');
    // All are compared, and in equal time, so that nothing can be learned from how long it takes.
    const found = this.#known.filter((known) => timingSafeEqual(known.digest, digest));
    if (given !== undefined && found[0] !== undefined) return found[0].client;
    throw new MullError(
      'E_KEY_INVALID',
      given === undefined ? 'The request has no key.' : 'The key of the request is not known here.',
      {
        hint: 'Send it as authorization: Bearer KEY, or as x-api-key: KEY.',
      },
    );
  }
}

function keyIn(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
  const other = headers['x-api-key'];
  return bearer ?? (Array.isArray(other) ? other[0] : other);
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
