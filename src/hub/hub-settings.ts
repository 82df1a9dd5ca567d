// The layer hub needs Node: it reads the environment and keeps files.
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MullError } from '../core/mull-error.ts';

/** What a caller may say about the Hub; what is left out is read from the environment. */
export interface HubOptions {
  /** The address of the Hub or of a mirror. */
  readonly endpoint?: string;
  /** An access token; '' for none, whatever the environment has. */
  readonly token?: string;
  /** The folder that keeps models, shared with other tools of the Hub. */
  readonly cacheDir?: string;
  /** Take only what is in the cache; nothing is asked of the network. */
  readonly offline?: boolean;
  /** Milliseconds before a request is made again; doubled each time. Default 500. */
  readonly retryDelay?: number;
}

/** Where the Hub is, who asks, and where models are kept. */
export interface HubSettings {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly token?: string;
  readonly cacheDir: string;
  readonly offline: boolean;
  /** Whether files may come by the Xet protocol, in parallel pieces. */
  readonly xet: boolean;
  /** The longest silence of the server, in seconds, before a request is given up and made again. */
  readonly silence: number;
  /** Milliseconds before a request is made again; doubled each time. */
  readonly retryDelay: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const defaultEndpoint = 'https://huggingface.co';
/** huggingface_hub waits 10 seconds; slow mirrors and sleeping disks take longer to begin. */
const defaultSilence = 30;
const defaultRetryDelay = 500;

/**
 * Options, else the environment variables that the Hub's own tools read, else their defaults:
 * https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
 *
 * @throws E_OPTION_INVALID for an endpoint that is not a URL
 */
export async function readHubSettings(
  options: HubOptions = {},
  environment: Environment = process.env,
): Promise<HubSettings> {
  const token = options.token ?? (await readToken(environment));
  return {
    endpoint: readEndpoint(options.endpoint ?? given(environment.HF_ENDPOINT) ?? defaultEndpoint),
    token: token?.trim() || undefined,
    cacheDir: hubCacheDir(options, environment),
    offline: options.offline ?? isOn(given(environment.HF_HUB_OFFLINE) ?? environment.TRANSFORMERS_OFFLINE),
    xet: !isOn(environment.HF_HUB_DISABLE_XET),
    silence: positive(environment.HF_HUB_DOWNLOAD_TIMEOUT) ?? defaultSilence,
    retryDelay: options.retryDelay ?? defaultRetryDelay,
  };
}

/** The folder that keeps models: what is asked for, else where the Hub's own tools keep them. */
export function hubCacheDir(
  options: { readonly cacheDir?: string } = {},
  environment: Environment = process.env,
): string {
  return expandHome(
    options.cacheDir ??
      given(environment.HF_HUB_CACHE) ??
      given(environment.HUGGINGFACE_HUB_CACHE) ??
      join(hubHome(environment), 'hub'),
  );
}

function hubHome(environment: Environment): string {
  return expandHome(
    given(environment.HF_HOME) ?? join(given(environment.XDG_CACHE_HOME) ?? join(homedir(), '.cache'), 'huggingface'),
  );
}

/** The variables first, else the file that `hf auth login` writes. */
async function readToken(environment: Environment): Promise<string | undefined> {
  const named = given(environment.HF_TOKEN) ?? given(environment.HUGGING_FACE_HUB_TOKEN);
  if (named !== undefined || isOn(environment.HF_HUB_DISABLE_IMPLICIT_TOKEN)) return named;
  const path = expandHome(given(environment.HF_TOKEN_PATH) ?? join(hubHome(environment), 'token'));
  // Not being logged in is the usual case; public models need no token.
  return readFile(path, 'utf8').catch(() => undefined);
}

function readEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return text.replace(/\/+$/, '');
  throw new MullError('E_OPTION_INVALID', `The address of the Hub must be a URL, got "${text}".`, {
    hint: 'Set HF_ENDPOINT to a URL such as https://huggingface.co, or unset it.',
  });
}

function given(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && ['1', 'ON', 'YES', 'TRUE'].includes(value.toUpperCase());
}

function positive(value: string | undefined): number | undefined {
  const number = Number(value);
  return value !== undefined && number > 0 && Number.isFinite(number) ? number : undefined;
}

function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}
