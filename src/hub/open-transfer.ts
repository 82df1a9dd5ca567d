// The layer hub needs Node: it is for downloads onto disk.
import { MullError } from '../core/mull-error.ts';
import { unreadable } from './hub-fault.ts';
import type { HubSettings } from './hub-settings.ts';
import type { RepoFile } from './list-repo.ts';
import type { HubLibrary } from './load-hub.ts';

/** What is asked of whom. */
export interface TransferRequest {
  readonly library: HubLibrary;
  readonly settings: HubSettings;
  readonly fetch: typeof globalThis.fetch;
  readonly repo: string;
  readonly commit: string;
  readonly file: RepoFile;
}

/** The bytes of a file from `start` on; `start` is 0 where the server would not begin in the middle. */
export interface Transfer {
  readonly start: number;
  readonly stream: ReadableStream<Uint8Array>;
}

/**
 * Begins to download a file at an offset: in parallel pieces where the Hub keeps it in Xet, else by one request for a
 * range.
 *
 * @throws what the given `fetch` throws; E_HUB_FAULT
 */
export async function openTransfer(request: TransferRequest, offset: number, xet: boolean): Promise<Transfer> {
  const { library, settings, fetch, repo, commit, file } = request;
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  const shared = { repo, path, revision: commit, hubUrl: settings.endpoint };
  try {
    // The library asks for the first byte, and looks at the headers only.
    const info = await library.fileDownloadInfo({ ...shared, fetch: headersOnly(fetch) });
    if (info === null) throw fault(request, 'lists it, but does not have it');
    if (info.size !== file.bytes) throw fault(request, `lists ${file.bytes} bytes, but offers ${info.size}`);
    if (info.xet && xet) {
      const blob = await library.downloadFile({ ...shared, fetch, downloadInfo: info });
      if (blob === null) throw fault(request, 'lists it, but does not have it');
      return { start: offset, stream: blob.slice(offset, file.bytes).stream() };
    }
    return await openRange(request, info.url, offset);
  } catch (error) {
    throw unreadable(error, settings);
  }
}

async function openRange(request: TransferRequest, url: string, offset: number): Promise<Transfer> {
  // Compressed bodies have no ranges.
  const headers = { 'accept-encoding': 'identity', ...(offset > 0 ? { range: `bytes=${offset}-` } : {}) };
  const response = await request.fetch(url, { headers });
  const { status, body } = response;
  if (status === 416 && offset > 0) {
    await body?.cancel();
    return openRange(request, url, 0);
  }
  const start = status === 200 ? 0 : status === 206 ? rangeStart(response) : undefined;
  if (start === undefined || body === null || (start !== 0 && start !== offset)) {
    await body?.cancel();
    const range = response.headers.get('content-range');
    throw fault(request, `answered with status ${status}${range === null ? '' : ` and ${range}`}`);
  }
  return { start, stream: body };
}

function rangeStart(response: Response): number | undefined {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

/** An unread body would hold its connection, and a server that ignores ranges would go on sending. */
function headersOnly(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    await response.body?.cancel();
    return response;
  };
}

function fault({ settings, file }: TransferRequest, what: string): MullError {
  return new MullError('E_HUB_FAULT', `${new URL(settings.endpoint).host} ${what}: ${file.path}.`, {
    hint: 'Try again later, or take another mirror by HF_ENDPOINT.',
  });
}
