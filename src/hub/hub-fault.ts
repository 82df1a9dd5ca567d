import { MullError } from '../core/mull-error.ts';
import type { HubSettings } from './hub-settings.ts';
import type { HubSpec } from './hub-spec.ts';

/** Statuses after which the same request may well succeed. */
const passing = [408, 429, 500, 502, 503, 504];
const longestMessage = 200;

export function isPassingStatus(status: number): boolean {
  return passing.includes(status);
}

/** Whether trying again can help: the connection broke, or the server had trouble of its own. */
export function isPassingFault(error: unknown): boolean {
  return MullError.isMullError(error) && (error.code === 'E_HUB_UNREACHABLE' || error.code === 'E_HUB_FAULT');
}

/** Whether the Hub could not be asked at all, so that a copy in the cache is as good an answer as there is. */
export function couldNotAsk(error: unknown): error is MullError {
  return MullError.isMullError(error) && (isPassingFault(error) || error.code === 'E_PEER_MISSING');
}

/**
 * A refusal of the Hub in words. It says more in its headers than in its status, which is 401 for a repository that
 * does not exist: X-Error-Code and X-Error-Message, read as `hf_raise_for_status` of huggingface_hub does.
 */
export async function responseFault(response: Response, spec: HubSpec, settings: HubSettings): Promise<MullError> {
  const { status, headers } = response;
  const { repo, file = 'the file', revision = 'main' } = spec;
  const said = headers.get('x-error-message') ?? (await bodyMessage(response));
  const page = `${settings.endpoint}/${repo}`;
  const hasToken = settings.token !== undefined;
  switch (headers.get('x-error-code')) {
    case 'GatedRepo':
      return new MullError('E_HUB_DENIED', `${repo} is gated${hasToken ? ', and the token may not read it' : ''}.`, {
        hint: hasToken
          ? `Accept its terms at ${page} with the account of the token, then pull again.`
          : `Accept its terms at ${page}, then set HF_TOKEN to a token of that account.`,
      });
    case 'RevisionNotFound':
      return notFound(`${repo} has no revision ${revision}.`, `Its branches and tags are at ${page}/tree/main.`);
    case 'EntryNotFound':
      return notFound(`${repo} has no file ${file}.`, `Its files are at ${page}/tree/main.`);
    case 'RepoNotFound':
      return repoNotFound(spec, settings);
  }
  if (status === 404 || (status === 401 && !hasToken)) return repoNotFound(spec, settings);
  if (status === 401) {
    return new MullError('E_HUB_DENIED', `${host(settings)} does not accept the token${quoted(said)}.`, {
      hint: `Get another at ${settings.endpoint}/settings/tokens and set HF_TOKEN to it, or unset it for public models.`,
    });
  }
  if (status === 403) {
    return new MullError('E_HUB_DENIED', `${host(settings)} refuses access to ${repo}${quoted(said)}.`, {
      hint: hasToken ? 'Check what the token may read.' : 'Set HF_TOKEN to a token that may read it.',
    });
  }
  return new MullError('E_HUB_FAULT', `${host(settings)} answered with status ${status}${quoted(said)}.`, {
    hint:
      status === 429
        ? 'It asks to slow down. Wait some minutes, or set HF_TOKEN: its limits are higher for accounts.'
        : 'Try again later; what was downloaded is kept.',
  });
}

/** A request that got no answer. */
export function connectionFault(error: unknown, settings: HubSettings): MullError {
  const reason = reasonOf(error);
  const isCertificate = /CERT|SIGNED|ISSUER/.test(reason);
  return new MullError('E_HUB_UNREACHABLE', `${host(settings)} cannot be reached (${reason}).`, {
    hint: isCertificate
      ? 'Set NODE_EXTRA_CA_CERTS to the certificates of your network, or HF_ENDPOINT to another mirror.'
      : 'Check the network, or set HF_ENDPOINT to a mirror. Models that were pulled before work without it.',
    cause: error,
  });
}

/** Whatever else reading an answer threw: the answer was not one of the Hub's. */
export function unreadable(error: unknown, settings: HubSettings): MullError {
  if (MullError.isMullError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new MullError('E_HUB_FAULT', `${host(settings)} answered something mull cannot read: ${shortened(reason)}`, {
    hint: 'Check HF_ENDPOINT, and that no login page of the network stands in between.',
    cause: error,
  });
}

export function aborted(what: string): MullError {
  return new MullError('E_ABORTED', `Pulling ${what} was aborted.`, {
    hint: 'What was downloaded is kept: the next pull goes on from there.',
  });
}

function repoNotFound({ repo }: HubSpec, settings: HubSettings): MullError {
  return notFound(
    `There is no repository ${repo} on ${host(settings)}.`,
    settings.token === undefined
      ? 'Check the spelling; if it is private, set HF_TOKEN to a token that may read it.'
      : 'Check the spelling, and that the token may read it if it is private.',
  );
}

function notFound(message: string, hint: string): MullError {
  return new MullError('E_HUB_NOT_FOUND', message, { hint });
}

async function bodyMessage(response: Response): Promise<string | undefined> {
  const text = await response.text().catch(() => '');
  try {
    const parsed: unknown = JSON.parse(text);
    const error = typeof parsed === 'object' && parsed !== null && 'error' in parsed ? parsed.error : undefined;
    return typeof error === 'string' ? error : undefined;
  } catch {
    // Pages in HTML say nothing that fits into a line.
    return text.trimStart().startsWith('<') ? undefined : text;
  }
}

function quoted(said: string | undefined): string {
  const text = shortened(said?.trim().replace(/\.$/, '') ?? '');
  return text === '' ? '' : `: ${text}`;
}

function shortened(text: string): string {
  return text.length > longestMessage ? `${text.slice(0, longestMessage - 3)}...` : text;
}

/** The innermost reason: fetch says only "fetch failed" and hangs the rest behind it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}

function host({ endpoint }: HubSettings): string {
  return new URL(endpoint).host;
}
