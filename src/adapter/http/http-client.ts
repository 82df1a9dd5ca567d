import { MullError } from '../../core/mull-error.ts';
import { redact } from '../../core/redact.ts';
import { aborted } from '../../lockstep/faults.ts';
import { EventStream, EventTooLong, type ServerEvent } from './event-stream.ts';
import { brokenOff, isDistrust, refused, refusedInStream, timedOut, unreachable, unreadable } from './failures.ts';
import { Gate } from './gate.ts';
import { type Json, objectOf } from './json-value.ts';
import { LineStream } from './line-stream.ts';
import { causeOf, contentType, excerpt, readText } from './read-body.ts';
import { retryDelay } from './retry-delay.ts';
import type { ServerUrl } from './server-url.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface HttpClientOptions {
  readonly url: ServerUrl;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
  /** How often a request that failed before its answer began is sent again. */
  readonly retries: number;
  /** Milliseconds until an answer begins, and between two pieces of one. */
  readonly timeout: number;
  readonly idleTimeout: number;
}

export interface HttpRequest {
  /** Relative to the API root; with a leading slash, to what lies above `/v1`. */
  readonly path: string;
  /** Absent: a GET. */
  readonly body?: Json;
  readonly signal?: AbortSignal;
  /** Instead of the client's. */
  readonly retries?: number;
  readonly timeout?: number;
}

/** An event as a dialect reads it; undefined where it says nothing about the answer. */
export type StreamedEvent = { readonly end?: unknown } | undefined;

/**
 * Every connection takes a thread of llama-server for as long as it is kept alive, and it has four more than slots: with
 * more questions at a time the next ones would wait for those threads.
 */
const questionsAtATime = 4;

/** Speaks HTTP with one server: retries, timeouts, and errors that name the server and never a key. */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #gate = new Gate(questionsAtATime);
  readonly #clean: (text: string) => string;

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#clean = withoutSecrets(options.headers);
  }

  /** The JSON of an answer. */
  json(request: HttpRequest): Promise<Json> {
    return this.#gate.pass(() => this.#json(request));
  }

  #json(request: HttpRequest): Promise<Json> {
    const where = this.#where(request);
    return this.#retrying(request, async (signal) => {
      const response = await this.#fetch(request, signal);
      const text = await readText(response, signal, where);
      if (!response.ok) throw new Refused(refused(where, response.status, this.#clean(text)), response);
      try {
        return JSON.parse(text) as Json;
      } catch (cause) {
        throw unreadable(where, `with something that is not JSON (${contentType(response)})`, this.#clean(text), cause);
      }
    });
  }

  /**
   * What `read` makes of each event of a streamed answer, up to `[DONE]`. An answer may break off behind an event with
   * an `end`: it is complete.
   */
  async *stream<Event extends StreamedEvent>(
    request: HttpRequest,
    read: (json: Json) => Event,
  ): AsyncGenerator<Event, void> {
    const where = this.#where(request);
    const inner = new AbortController();
    const abort = (): void => inner.abort(request.signal?.reason);
    if (request.signal?.aborted) throw aborted(where, request.signal);
    request.signal?.addEventListener('abort', abort, { once: true });
    try {
      const response = await this.#retrying({ ...request, signal: inner.signal }, async (signal) => {
        // The body must outlive the waiting for its beginning, so only its own signal may end it.
        const begun = await this.#fetch(request, signal, inner.signal);
        if (begun.ok) return begun;
        const text = await readText(begun, signal, where).catch(() => '');
        throw new Refused(refused(where, begun.status, this.#clean(text)), begun);
      });
      yield* this.#events(response, where, inner, read);
    } catch (error) {
      throw request.signal?.aborted ? aborted(where, request.signal) : error;
    } finally {
      request.signal?.removeEventListener('abort', abort);
      // Leaving early stops what runs upstream.
      inner.abort();
    }
  }

  async *#events<Event extends StreamedEvent>(
    response: Response,
    where: string,
    inner: AbortController,
    read: (json: Json) => Event,
  ): AsyncGenerator<Event, void> {
    const body = response.body;
    if (body === null) throw unreadable(where, 'without a body', '');
    if (/\bhtml\b/i.test(contentType(response)))
      throw unreadable(where, 'with a web page', this.#clean(await excerpt(body)));
    const reader = body.getReader();
    const lines = /\bndjson\b/i.test(contentType(response)) ? new LineStream() : undefined;
    const events = lines ?? new EventStream();
    let over = false;
    let ended = false;
    let any = false;
    let last = '';
    try {
      while (!over) {
        const { done, value } = await this.#read(reader, where, inner);
        over = done;
        for (const { type, data } of done ? unlessCut(lines?.end() ?? [], where) : eventsIn(events, value, where)) {
          if (data.trim() === '[DONE]') return;
          // Where events count along, one that says the very same again was sent twice.
          if (data === last && counts.test(data)) continue;
          last = data;
          // Nothing that counts may come behind the last event; servers add `[DONE]`, usage or comments there.
          const json = parsed(data, where, this.#clean);
          if (type === 'error' || objectOf(json).error)
            throw refusedInStream(where, JSON.parse(this.#clean(data)) as Json);
          const event = read(json);
          any = true;
          yield event;
          ended ||= event?.end !== undefined;
        }
      }
    } finally {
      reader.cancel().catch(() => undefined);
    }
    // What ends a stream behind its last event may be cut off: nothing of the text is missing.
    if (ended) return;
    if (!any && lines === undefined && !/event-stream/i.test(contentType(response))) {
      throw unreadable(where, `with no event at all (${contentType(response)})`, '');
    }
    throw brokenOff(where, 'the answer broke off before its end');
  }

  /** One piece of the body, or an error once nothing has come for too long. */
  async #read(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    where: string,
    inner: AbortController,
  ): Promise<ReadableStreamReadResult<Uint8Array>> {
    const { idleTimeout } = this.#options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left: (() => void) | undefined;
    const silence = new Promise<never>((_, reject) => {
      // Not every fetch ends a body when its signal is aborted.
      left = () => reject(aborted(where, inner.signal));
      inner.signal.addEventListener('abort', left, { once: true });
      timer = setTimeout(() => {
        reject(timedOut(where, 'sent nothing', idleTimeout));
        inner.abort();
      }, idleTimeout);
    });
    try {
      return await Promise.race([reader.read(), silence]);
    } catch (error) {
      throw MullError.isMullError(error) ? error : brokenOff(where, 'the connection broke off', causeOf(error));
    } finally {
      clearTimeout(timer);
      if (left !== undefined) inner.signal.removeEventListener('abort', left);
    }
  }

  /**
   * Sends until an answer with a good status has begun. Nothing of an answer was used before, so that sending again
   * can neither lose nor double a text.
   */
  async #retrying<T>(request: HttpRequest, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const where = this.#where(request);
    const retries = request.retries ?? this.#options.retries;
    for (let attempt = 0; ; attempt += 1) {
      if (request.signal?.aborted) throw aborted(where, request.signal);
      try {
        return await this.#timed(request, work);
      } catch (error) {
        if (request.signal?.aborted) throw aborted(where, request.signal);
        const failure = failureOf(error, where);
        if (attempt >= retries || !mayPass.has(failure.code) || isDistrust(error)) throw failure;
        const retryAfter = error instanceof Refused ? error.response.headers.get('retry-after') : null;
        await sleep(retryDelay(attempt, retryAfter, Date.now(), Math.random()), request.signal);
      }
    }
  }

  /** Runs one attempt until it is done, too late, or aborted. */
  async #timed<T>(request: HttpRequest, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const timeout = request.timeout ?? this.#options.timeout;
    const inner = new AbortController();
    const abort = (): void => inner.abort();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      inner.abort();
    }, timeout);
    request.signal?.addEventListener('abort', abort, { once: true });
    try {
      return await work(inner.signal);
    } catch (error) {
      throw late ? timedOut(this.#where(request), 'did not answer', timeout) : error;
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
    }
  }

  /** @param signal - ends the waiting for the headers; `body` - ends the body, default the same */
  async #fetch(request: HttpRequest, signal: AbortSignal, body: AbortSignal = signal): Promise<Response> {
    const { url, headers, fetch } = this.#options;
    const address = request.path.startsWith('/') ? url.root + request.path : `${url.base}/${request.path}`;
    const both = new AbortController();
    const abort = (): void => both.abort();
    if (signal.aborted || body.aborted) abort();
    body.addEventListener('abort', abort, { once: true });
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await fetch(address, {
        method: request.body === undefined ? 'GET' : 'POST',
        headers: request.body === undefined ? { ...headers } : { 'content-type': 'application/json', ...headers },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        signal: both.signal,
      });
    } finally {
      if (signal !== body) signal.removeEventListener('abort', abort);
    }
  }

  #where({ path }: HttpRequest): string {
    const { url } = this.#options;
    return redact(path.startsWith('/') ? url.root + path : `${url.base}/${path}`);
  }
}

/** An answer with an error status, as an error on its way to the loop of attempts. */
class Refused extends Error {
  readonly failure: MullError;
  readonly response: Response;

  constructor(failure: MullError, response: Response) {
    super(failure.message);
    this.failure = failure;
    this.response = response;
  }
}

function failureOf(error: unknown, where: string): MullError {
  if (error instanceof Refused) return error.failure;
  return MullError.isMullError(error) ? error : unreachable(where, error);
}

/** Counters that grow with every event that brings text. */
const counts = /"(completion_tokens|tokens_predicted|predicted_n)":/;

/** Failures that another attempt may not meet. */
const mayPass: ReadonlySet<string> = new Set(['E_ENGINE_BUSY', 'E_ENGINE_FAULT', 'E_ENGINE_UNREACHABLE']);

/** A last line that is no JSON was cut off in its middle. */
function unlessCut(events: readonly ServerEvent[], where: string): readonly ServerEvent[] {
  for (const { data } of events) {
    try {
      JSON.parse(data);
    } catch {
      throw brokenOff(where, 'the answer broke off in the middle of a line');
    }
  }
  return events;
}

function eventsIn(events: EventStream | LineStream, bytes: Uint8Array, where: string): readonly ServerEvent[] {
  try {
    return events.push(bytes);
  } catch (cause) {
    if (cause instanceof EventTooLong) throw unreadable(where, `with ${cause.message}`, '', cause);
    throw cause;
  }
}

function parsed(data: string, where: string, clean: (text: string) => string): Json {
  let json: Json;
  try {
    json = JSON.parse(data) as Json;
  } catch (cause) {
    throw unreadable(where, 'with an event that is not JSON', clean(data), cause);
  }
  if (typeof json === 'object' && json !== null) return json;
  throw unreadable(where, 'with an event that is no object', clean(data));
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(finish, milliseconds);
    function finish(): void {
      signal?.removeEventListener('abort', stop);
      resolve();
    }
    function stop(): void {
      clearTimeout(timer);
      reject(aborted('Waiting to send again', signal));
    }
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
