import type { ErrorCode } from '../../core/error-codes.ts';
import { MullError } from '../../core/mull-error.ts';
import { redact } from '../../core/redact.ts';
import { type Json, numberOf, objectOf, textOf } from './json-value.ts';

/** Most characters of an answer that an error quotes. */
const longestExcerpt = 300;

/** The server answered something that cannot be read. */
export function unreadable(where: string, what: string, excerpt: string, cause?: unknown): MullError {
  const quoted = excerpt === '' ? '' : `: ${excerptOf(excerpt)}`;
  return new MullError('E_ENGINE_PROTOCOL', `${where} answered ${what}${quoted}`, {
    hint: 'Check that the URL is the API root of the server (usually it ends in /v1) and not a web page or a proxy.',
    cause,
  });
}

/** The answer broke off in the middle. */
export function brokenOff(where: string, how: string, cause?: unknown): MullError {
  return new MullError('E_ENGINE_FAULT', `${where}: ${how}.`, {
    hint: 'The sequence holds exactly what was yielded; going on from there is safe.',
    cause,
  });
}

export function timedOut(where: string, what: string, milliseconds: number): MullError {
  return new MullError('E_ENGINE_TIMEOUT', `${where} ${what} for ${milliseconds / 1000} s.`, {
    hint: 'Raise the timeout in the options of the engine, or look at the load of the server.',
  });
}

/** No connection, or one that broke before an answer began. */
export function unreachable(where: string, cause: unknown): MullError {
  return new MullError('E_ENGINE_UNREACHABLE', `${where} cannot be reached (${reasonOf(cause)}).`, {
    hint: isDistrust(cause)
      ? 'Give the certificate it is signed with: `--ca FILE`, or `ca`. `--insecure` trusts any, and whoever sits in between.'
      : 'Check that the server runs, and its URL: the API root, usually ending in /v1.',
    cause: withoutRequest(cause),
  });
}

/** Whether a connection failed for the certificate of the server, which no further attempt changes. */
export function isDistrust(cause: unknown): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/.test(reasonOf(cause));
}

/** What an answer with an error status means. Server and status are named; its words are quoted, redacted. */
export function refused(where: string, status: number, body: string): MullError {
  const { message, type } = errorIn(body);
  const code = codeOf(status, `${type} ${message}`);
  const said = message === '' ? '' : `: ${excerptOf(message)}`;
  return new MullError(code, `${where} answered ${status}${said}`, { hint: hints[code] ?? hints.E_ENGINE_FAULT! });
}

/** An error that came as an event of a stream whose status was 200 already. */
export function refusedInStream(where: string, event: Json): MullError {
  const { message, status, type } = errorOf(event);
  const code = codeOf(status ?? 500, `${type} ${message}`);
  return new MullError(code, `${where} failed in the middle of its answer: ${excerptOf(message)}`, {
    hint: code === 'E_CONTEXT_OVERFLOW' ? hints.E_CONTEXT_OVERFLOW! : hints.E_ENGINE_FAULT!,
  });
}

const hints: Partial<Record<ErrorCode, string>> = {
  E_CONTEXT_OVERFLOW: 'Shorten the prompt, or use a server with a larger context.',
  E_ENGINE_BUSY: 'Try again later, lower `slots`, or raise `retries` in the options of the engine.',
  E_ENGINE_DENIED: 'Check the API key: `--api-key`, MULL_API_KEY, or `apiKey` in the options of the engine.',
  E_ENGINE_FAULT: 'The sequence holds exactly what was yielded; trying again is safe. The log of the server says more.',
  E_ENGINE_REFUSED: 'The server does not take this request. `mull doctor --engine URL --probe` shows what it can do.',
  E_MODEL_UNKNOWN: 'Check the name of the model (`--model`) and that the URL is the API root, usually ending in /v1.',
};

function codeOf(status: number, words: string): ErrorCode {
  if (
    /exceed_context|context_length_exceeded|context (size|length|window)|maximum context|too many tokens/i.test(words)
  ) {
    if (status < 500) return 'E_CONTEXT_OVERFLOW';
  }
  if (status === 401 || status === 402 || status === 403) return 'E_ENGINE_DENIED';
  if (status === 404) return 'E_MODEL_UNKNOWN';
  if (status === 429 || status === 503 || status === 529) return 'E_ENGINE_BUSY';
  return status >= 500 ? 'E_ENGINE_FAULT' : 'E_ENGINE_REFUSED';
}

function errorIn(body: string): { readonly message: string; readonly type: string } {
  try {
    return errorOf(JSON.parse(body) as Json);
  } catch {
    return { message: pageTitle(body) ?? body, type: '' };
  }
}

/** What is to be said of a web page, which has more tags than words. */
function pageTitle(body: string): string | undefined {
  if (!/^\s*<(!doctype|html)\b/i.test(body)) return undefined;
  const title = /<title>([^<]*)<\/title>/i.exec(body)?.[1]?.trim() ?? '';
  return title === '' ? 'a web page' : `a web page, "${title}"`;
}

/** The shapes in use: `{error: {message, type, code}}`, `{error: 'text'}`, `{message}`, `{detail}`. */
function errorOf(value: Json): { readonly message: string; readonly type: string; readonly status?: number } {
  const outer = objectOf(value);
  const inner = typeof outer.error === 'string' ? { message: outer.error } : objectOf(outer.error ?? value);
  const { detail } = outer;
  const told = textOf(inner.message) ?? textOf(outer.message) ?? textOf(detail);
  const message = told ?? JSON.stringify(detail ?? outer.error ?? value);
  const status = numberOf(inner.code) ?? numberOf(inner.status);
  const type = `${textOf(inner.type) ?? ''} ${textOf(inner.code) ?? ''}`;
  return { message, type, ...(status === undefined ? {} : { status }) };
}

function excerptOf(text: string): string {
  const flat = redact(text).replace(/\s+/g, ' ').trim();
  return flat.length > longestExcerpt ? `${flat.slice(0, longestExcerpt)}...` : flat;
}

/** Node's fetch hides the reason in `cause`: ECONNREFUSED, ENOTFOUND, a certificate. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) {
    const code = 'code' in cause ? String(cause.code) : '';
    return code === '' ? cause.message : code;
  }
  return error.message;
}

/** Causes of fetch may hold headers; only their words are kept. */
function withoutRequest(cause: unknown): Error | undefined {
  return cause instanceof Error ? new Error(redact(reasonOf(cause))) : undefined;
}
