import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type BodyFault, sendBytes } from './send-bytes.ts';
import { reconstruct, xorbOf } from './xet-storage.ts';

/** A repository to serve; one of data is named `datasets/owner/name`. */
export interface ServedRepo {
  /** Paths and contents at the newest commit. Read at each request: change it, and the Hub has changed. */
  files: Record<string, Uint8Array>;
  /** Other branches and tags, by name. */
  readonly revisions?: Readonly<Record<string, Record<string, Uint8Array>>>;
  /** Terms to accept: its files need a token for which that was done. */
  readonly gated?: boolean;
  /** Not there for anybody without a token that may read it. */
  readonly private?: boolean;
  /** Stored by git itself and not in LFS: checksums are git's. */
  readonly plainGit?: boolean;
  /** Offered by the Xet protocol too. */
  readonly xet?: boolean;
}

/** Something that goes wrong with the next request of a kind, or the next few. */
interface Fault extends BodyFault {
  readonly on: 'api' | 'resolve' | 'storage' | 'xet';
  /** How many requests of the kind go well before. */
  readonly skip?: number;
  readonly times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds before it answers. */
  readonly delay?: number;
}

interface SeenRequest {
  readonly kind: Fault['on'];
  readonly method: string;
  readonly path: string;
  readonly range?: string;
  readonly authorization?: string;
}

export interface HubServer {
  readonly url: string;
  readonly repos: Record<string, ServedRepo>;
  readonly faults: Fault[];
  readonly seen: SeenRequest[];
  /** The only token that private repositories and accepted terms are known for. */
  readonly goodToken: string;
  close(): Promise<void>;
}

const pageSize = 2;

/**
 * A local server that speaks as much of the Hub's protocol as pulling models and data sets needs, in the form in which
 * `@huggingface/hub` 2.17.5 asks for it (its src/lib/*.ts), with the storage server behind it on another origin.
 */
export async function startHubServer(repos: Record<string, ServedRepo>): Promise<HubServer> {
  const faults: Fault[] = [];
  const seen: SeenRequest[] = [];
  const goodToken = 'hf_goodgoodgoodgoodgood';
  const storage = createServer((request, response) => void serve(request, response, answerStorage));
  const hub = createServer((request, response) => void serve(request, response, answerHub));
  const storageUrl = await listen(storage);
  const url = await listen(hub);
  return { url, repos, faults, seen, goodToken, close: () => Promise.all([stop(hub), stop(storage)]).then(() => {}) };

  async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    answer: (asked: Asked) => Answer,
  ): Promise<void> {
    const sent = Buffer.concat(await request.toArray()).toString();
    const target = new URL(request.url ?? '', 'http://localhost');
    const path = decodeURIComponent(target.pathname);
    const { range, authorization, accept } = request.headers;
    const kind = kindOf(path);
    seen.push({ kind, method: request.method ?? '', path, range, authorization });
    // The library asks for the first byte before it downloads; what goes wrong shall go wrong after that.
    const fault = kind === 'storage' && range === 'bytes=0-0' ? undefined : takeFault(kind);
    if (fault?.delay !== undefined) await setTimeout(fault.delay);
    const { status, headers, body } =
      fault?.status === undefined
        ? answer({ path, query: target.searchParams, accept, authorization, range, sent })
        : { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' };
    if (typeof body !== 'string') sendBytes({ range, fault }, response, body, headers);
    else response.writeHead(status, headers).end(body);
  }

  function commitOf(repo: string, revision: string): string {
    const hash = createHash('sha1').update(`${repo}@${revision}`);
    for (const [path, content] of Object.entries(filesOf(repos[repo], revision))) hash.update(path).update(content);
    return hash.digest('hex');
  }

  function takeFault(kind: Fault['on']): Fault | undefined {
    const index = faults.findIndex((fault) => fault.on === kind);
    const fault = faults[index];
    if (!fault) return undefined;
    if (fault.skip) {
      faults[index] = { ...fault, skip: fault.skip - 1 };
      return undefined;
    }
    const left = (fault.times ?? 1) - 1;
    if (left > 0) faults[index] = { ...fault, times: left };
    else faults.splice(index, 1);
    return fault;
  }

  function answerHub(asked: Asked): Answer {
    const { path, query, authorization } = asked;
    if (path === '/api/models') return json(search(query, ''));
    if (path === '/api/datasets') return json(search(query, 'datasets/'));
    const [, repo = '', action = '', rest = ''] =
      /^\/(?:api\/(?:models\/)?)?((?:datasets\/)?[^/]+\/[^/]+)\/(revision|tree|paths-info|resolve|xet-read-token)\/(.*)$/.exec(
        path,
      ) ?? [];
    const found = repos[repo];
    const isTrusted = authorization === `Bearer ${goodToken}`;
    // 401 and not 404: whoever asks without a token shall not learn what is private.
    // https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/utils/_http.py, hf_raise_for_status
    if (!found || (found.private && !isTrusted)) {
      return refuse(authorization === undefined ? 401 : 404, 'RepoNotFound', 'Repository not found');
    }
    if (action === 'xet-read-token') {
      // src/utils/XetBlob.ts, getAccessToken
      return json({
        accessToken: 'xet-token',
        casUrl: storageUrl,
        exp: Math.floor(Date.now() / 1000) + 3600,
      });
    }
    // A revision may hold slashes (refs/pr/1): the longest known name in front of the path is meant.
    const names = ['main', ...Object.keys(found.revisions ?? {})].flatMap((name) => [name, commitOf(repo, name)]);
    const named = names.find((name) => rest === name || rest.startsWith(`${name}/`));
    if (named === undefined) return refuse(404, 'RevisionNotFound', 'Invalid rev id');
    const revision = names[names.indexOf(named) - (names.indexOf(named) % 2)] ?? 'main';
    const files = filesOf(found, revision);
    const commit = commitOf(repo, revision);
    if (action === 'revision') {
      // src/lib/model-info.ts
      return json({
        _id: '1',
        id: repo,
        sha: commit,
        lastModified: '2026-01-01',
        gated: found.gated ? 'manual' : false,
      });
    }
    // src/lib/paths-info.ts
    if (action === 'paths-info') {
      const paths: readonly string[] = JSON.parse(asked.sent).paths;
      return json(entriesOf(found, files).filter(({ path }) => paths.includes(path)));
    }
    if (action === 'tree') return listTree(found, repo, commit, files, query);
    // Lists are public for gated repositories, files are not: https://huggingface.co/docs/hub/models-gated
    if (found.gated && !isTrusted) {
      return refuse(authorization === undefined ? 401 : 403, 'GatedRepo', `Access to model ${repo} is restricted.`);
    }
    const content = files[rest.slice(named.length + 1)];
    if (!content) return refuse(404, 'EntryNotFound', 'Entry not found');
    return resolveFile(asked, found, repo, commit, content);
  }

  /** src/lib/file-download-info.ts: a redirect to storage, or a description where Xet is asked for and offered. */
  function resolveFile(asked: Asked, found: ServedRepo, repo: string, commit: string, content: Uint8Array): Answer {
    const etag = checksum(found, content);
    const headers = { 'x-repo-commit': commit, 'x-linked-size': String(content.length), 'x-linked-etag': `"${etag}"` };
    if (found.plainGit) return bytes(content, { 'x-repo-commit': commit, etag: `"${etag}"` });
    if (found.xet && asked.accept?.includes('application/vnd.xet-fileinfo+json')) {
      const auth = `<${url}/api/models/${repo}/xet-read-token/${commit}>; rel="xet-auth"`;
      const info = `<${storageUrl}/v1/reconstructions/${etag}>; rel="xet-reconstruction-info"`;
      const described = {
        ...headers,
        'content-type': 'application/vnd.xet-fileinfo+json',
        'x-xet-hash': etag,
        link: `${auth}, ${info}`,
        etag: `"${etag}"`,
      };
      return { status: 200, headers: described, body: '{}' };
    }
    return { status: 302, headers: { ...headers, location: `${storageUrl}/blob/${etag}?Signature=signed` }, body: '' };
  }

  function answerStorage(asked: Asked): Answer {
    const [, kind, hash] = /^\/(blob|v2\/reconstructions|xorb)\/(\w+)$/.exec(asked.path) ?? [];
    const content = allFiles().find(([found, bytes]) => checksum(found, bytes) === hash)?.[1];
    if (!content || hash === undefined) return refuse(404, 'NotFound', 'No such object');
    if (kind === 'blob') return bytes(content, { etag: `"${hash}"` });
    if (kind === 'xorb') return bytes(xorbOf(content), {});
    if (asked.authorization !== 'Bearer xet-token') return refuse(401, 'Unauthorized', 'Unauthorized');
    return json(reconstruct(content, hash, asked.range, `${storageUrl}/xorb/${hash}`));
  }

  function allFiles(): [ServedRepo, Uint8Array][] {
    return Object.values(repos).flatMap((repo) =>
      [repo.files, ...Object.values(repo.revisions ?? {})].flatMap((files) =>
        Object.values(files).map((bytes): [ServedRepo, Uint8Array] => [repo, bytes]),
      ),
    );
  }

  /** src/lib/list-models.ts, list-datasets.ts: `author` is the owner, `search` a part of the name. */
  function search(query: URLSearchParams, prefix: string): object[] {
    const [author, text] = [query.get('author') ?? '', (query.get('search') ?? '').toLowerCase()];
    return Object.entries(repos)
      .filter(([, repo]) => !repo.private)
      .filter(([name]) => name.startsWith(`${prefix}${author}/`) && name.toLowerCase().includes(text))
      .map(([name]) => ({ _id: name, id: name.slice(prefix.length), lastModified: '2026-01-01' }));
  }

  /** src/lib/list-files.ts: pages of entries, the next one named by a Link header. */
  function listTree(
    found: ServedRepo,
    repo: string,
    commit: string,
    files: Record<string, Uint8Array>,
    query: URLSearchParams,
  ): Answer {
    const entries = entriesOf(found, files);
    const from = Number(query.get('cursor') ?? 0);
    const next = from + pageSize;
    const more = `<${url}/api/${repo.startsWith('datasets/') ? '' : 'models/'}${repo}/tree/${commit}?recursive=true&expand=false&cursor=${next}>; rel="next"`;
    return json(entries.slice(from, next), next < entries.length ? { link: more } : {});
  }
}

function entriesOf(repo: ServedRepo, files: Record<string, Uint8Array>) {
  return Object.entries(files).map(([path, content]) => ({
    type: 'file',
    path,
    size: content.length,
    oid: gitChecksum(content),
    ...(repo.plainGit ? {} : { lfs: { oid: checksum(repo, content), size: content.length, pointerSize: 134 } }),
  }));
}

interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly range?: string;
  readonly accept?: string;
  readonly authorization?: string;
  /** The body of the request. */
  readonly sent: string;
}

function kindOf(path: string): Fault['on'] {
  if (path.startsWith('/api/')) return 'api';
  if (path.startsWith('/blob/')) return 'storage';
  return path.includes('/resolve/') ? 'resolve' : 'xet';
}

function filesOf(repo: ServedRepo | undefined, revision: string): Record<string, Uint8Array> {
  return (revision === 'main' ? repo?.files : repo?.revisions?.[revision]) ?? {};
}

/** By what a blob is named: https://huggingface.co/docs/huggingface_hub/guides/manage-cache#blobs */
function checksum(repo: ServedRepo, content: Uint8Array): string {
  return repo.plainGit ? gitChecksum(content) : createHash('sha256').update(content).digest('hex');
}

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_object_storage */
export function gitChecksum(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A text, or bytes of which a range may be asked for. */
  readonly body: string | Uint8Array;
}

function json(value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

function bytes(body: Uint8Array, headers: Readonly<Record<string, string>>): Answer {
  return { status: 200, headers, body };
}

function refuse(status: number, code: string, message: string): Answer {
  const headers = { 'content-type': 'application/json', 'x-error-code': code, 'x-error-message': message };
  return { status, headers, body: JSON.stringify({ error: message }) };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
