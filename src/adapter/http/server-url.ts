import { MullError } from '../../core/mull-error.ts';

/** The addresses of one server. */
export interface ServerUrl {
  /** The API root, without a slash at its end: `http://gpu:8000/v1`. */
  readonly base: string;
  /** What lies above `/v1`, where servers keep endpoints of their own: `http://gpu:8000`. */
  readonly root: string;
  /** User and password of the URL as the value of an `authorization` header. */
  readonly authorization?: string;
}

/** @throws E_OPTION_INVALID for anything but an http or https URL */
export function readServerUrl(url: string | URL): ServerUrl {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw invalid(String(url));
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') throw invalid(String(url));
  const { username, password } = parsed;
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|completions|models)$/, '');
  const base = `${parsed.protocol}//${parsed.host}${path}`;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    base,
    root: base.replace(/\/v\d+(beta)?$/, ''),
    ...(username === '' ? {} : { authorization: `Basic ${btoa(credentials)}` }),
  };
}

function invalid(url: string): MullError {
  return new MullError('E_OPTION_INVALID', `${JSON.stringify(url)} is not the URL of a server.`, {
    hint: 'Give its API root, for example http://127.0.0.1:8000/v1.',
  });
}
