import type { Media } from '../../core/message.ts';
import { RequestError } from './request-error.ts';

/**
 * An image or sound by its URL: `data:` in place, or `https:` for the engine to fetch.
 *
 * @throws E_REQUEST_INVALID for what is neither
 */
export function readMedia(
  type: Media['type'],
  url: string,
  field: string,
  fallback: string,
): { readonly type: 'media'; readonly media: Media } {
  const data = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w=.-]+)*;base64,/i.exec(url);
  if (data) return mediaOf(type, data[1] ?? fallback, bytesOf(url.slice(data[0].length), field));
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return mediaOf(type, fallback, new URL(url));
  throw new RequestError(
    'E_REQUEST_INVALID',
    field,
    `${field} must be an https: or a base64 data: URL, got ${JSON.stringify(url.slice(0, 30))}.`,
    {
      hint: 'Send the bytes as data:image/png;base64,...',
    },
  );
}

function mediaOf(
  type: Media['type'],
  mediaType: string,
  data: Uint8Array | URL,
): { readonly type: 'media'; readonly media: Media } {
  return { type: 'media', media: { type, mediaType, data } };
}

function bytesOf(text: string, field: string): Uint8Array {
  if (/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) return Buffer.from(text, 'base64');
  throw new RequestError('E_REQUEST_INVALID', field, `${field} is not base64.`, {
    hint: 'Send the bytes in base64, with nothing else in the text.',
  });
}
