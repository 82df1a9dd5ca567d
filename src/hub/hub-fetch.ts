// The layer hub needs Node: its timers.
import { setTimeout as delay } from 'node:timers/promises';
import { aborted, connectionFault, isPassingStatus, responseFault } from './hub-fault.ts';
import type { HubSettings } from './hub-settings.ts';
import type { HubSpec } from './hub-spec.ts';

const mostTries = 4;
const longestPause = 60_000;

/**
 * The `fetch` that is given to the library: what it sends carries the token, to the Hub and nowhere else; a server that
 * is silent or has trouble is asked again; a refusal of the Hub becomes an error to act on.
 *
 * Storage servers the Hub redirects to answer the caller themselves: the library renews their signed addresses.
 *
 * @throws E_HUB_UNREACHABLE, E_HUB_DENIED, E_HUB_NOT_FOUND, E_HUB_FAULT, E_ABORTED
 */
export function hubFetch(settings: HubSettings, spec: HubSpec, signal?: AbortSignal): typeof fetch {
  const hub = new URL(settings.endpoint).origin;
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    for (let tries = 1; ; tries += 1) {
      const response = await once(url, withToken(url, init, hub, settings), settings, spec, signal);
      if (response.ok) return response;
      if (tries < mostTries && isPassingStatus(response.status)) {
        await response.body?.cancel();
        await pause(tries, settings, spec, signal, response);
        continue;
      }
      if (new URL(response.url || url).origin === hub) throw await responseFault(response, spec, settings);
      return response;
    }
  };
}

/** Waits before trying again, longer each time, or as long as the server asks for. */
export async function pause(
  tries: number,
  { retryDelay }: HubSettings,
  spec: HubSpec,
  signal: AbortSignal | undefined,
  response?: Response,
): Promise<void> {
  const asked = Number(response?.headers.get('retry-after')) * 1000;
  const wanted = asked > 0 ? asked : retryDelay * 2 ** (tries - 1);
  await delay(Math.min(wanted, longestPause), undefined, { signal }).catch(() => {
    throw aborted(spec.repo);
  });
}

async function once(
  url: string,
  init: RequestInit,
  settings: HubSettings,
  spec: HubSpec,
  signal: AbortSignal | undefined,
): Promise<Response> {
  if (signal?.aborted) throw aborted(spec.repo);
  const silent = new AbortController();
  const seconds = settings.silence;
  const timer = setTimeout(
    () => silent.abort(new Error(`no answer within ${seconds} s`)),
    // The clock runs only until the answer begins; its body is watched where it is read.
    seconds * 1000,
  );
  try {
    const signals = [silent.signal, ...(signal ? [signal] : []), ...(init.signal ? [init.signal] : [])];
    return await fetch(url, { ...init, signal: AbortSignal.any(signals) });
  } catch (error) {
    if (signal?.aborted) throw aborted(spec.repo);
    throw connectionFault(silent.signal.aborted ? silent.signal.reason : error, settings);
  } finally {
    clearTimeout(timer);
  }
}

function withToken(url: string, init: RequestInit | undefined, hub: string, settings: HubSettings): RequestInit {
  const headers = new Headers(init?.headers);
  if (settings.token !== undefined && new URL(url).origin === hub && !headers.has('authorization')) {
    headers.set('authorization', `Bearer ${settings.token}`);
  }
  return { ...init, headers };
}
