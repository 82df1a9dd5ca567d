import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { MullError } from '../core/mull-error.ts';
import { validate } from '../core/validate.ts';
import { checkOrigin } from './access/check-origin.ts';
import { corsHeaders } from './access/cors-headers.ts';
import { Access } from './access/keys.ts';
import { ceilingsSchema, lowerCeilings } from './budget/ceilings.ts';
import { controlBody } from './control-body.ts';
import { countPrompt } from './count-prompt.ts';
import type { Endpoint } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { QueueFull, RunQueue } from './load/run-queue.ts';
import { loadSpanObserver } from './observe/load-span-observer.ts';
import type { Observer } from './observe/served-event.ts';
import { logObserver } from './observe/server-log.ts';
import { ServerMetrics } from './observe/server-metrics.ts';
import { watchAll } from './observe/watch-all.ts';
import { readRequest } from './read-request.ts';
import { readBody } from './request/read-body.ts';
import { readMessages } from './request/read-messages.ts';
import { LiveRuns } from './run/live-runs.ts';
import { RequestSignal } from './run/request-signal.ts';
import { type Served, serveRequest } from './serve-request.ts';
import type { AppOptions } from './server-options.ts';
import { apiError, mullErrorOf } from './write/api-error.ts';

type AppContext = Context<{ Bindings: HttpBindings }>;

/** Bytes a body may have. */
const usualBodyLimit = 16 * 1024 * 1024;
/** Seconds a request may take. */
const usualTimeout = 600;

/** What stands behind the endpoints: one engine, its places, and everybody who looks on. */
export class Service {
  readonly #options: AppOptions;
  readonly #access: Access;
  readonly #queue: RunQueue;
  readonly #live = new LiveRuns();
  readonly #names: readonly string[];
  readonly #metrics: ServerMetrics;
  readonly #observers: readonly Observer[];
  readonly #began = Math.floor(Date.now() / 1000);
  readonly #requests = new Map<RequestSignal, Promise<unknown>>();
  #finishing = false;

  static async open(options: AppOptions): Promise<Service> {
    if (options.ceilings) validate(ceilingsSchema, options.ceilings, 'ceilings', 'E_OPTION_INVALID');
    return new Service(options, await loadSpanObserver());
  }

  private constructor(options: AppOptions, spans: Observer | undefined) {
    const { engine, aliases = [], keys = [], log, logTexts = false } = options;
    const { concurrency = engine.abilities.slots, queue = 64 } = options;
    this.#options = options;
    this.#access = new Access(keys);
    this.#queue = new RunQueue({ concurrency, waiting: queue });
    this.#names = [engine.model.name, ...aliases.filter((name) => name !== '*')];
    this.#metrics = new ServerMetrics(this.#queue);
    this.#observers = [
      this.#metrics,
      ...(log === undefined ? [] : [logObserver(log, { texts: logTexts })]),
      ...(spans === undefined ? [] : [spans]),
    ];
  }

  get active(): number {
    return this.#requests.size;
  }

  async finish(): Promise<void> {
    this.#finishing = true;
    while (this.#requests.size > 0) await Promise.allSettled(this.#requests.values());
  }

  abort(): void {
    for (const signal of this.#requests.keys()) signal.abort(shuttingDown());
  }

  /** Lets pages in that may come in. */
  async admit(context: AppContext, next: () => Promise<void>): Promise<Response | undefined> {
    const { origins = [], loopback = false } = this.#options;
    checkOrigin(context.env.incoming.headers, { allowed: origins, loopback: loopback && !this.#access.guarded });
    for (const [name, value] of Object.entries(this.#corsHeaders(context))) context.header(name, value);
    if (context.req.method === 'OPTIONS') return context.body(null, 204);
    await next();
    return undefined;
  }

  #corsHeaders(context: AppContext): Readonly<Record<string, string>> {
    return corsHeaders(context.req.header('origin'), this.#options.origins ?? []);
  }

  async run(endpoint: Endpoint, context: AppContext): Promise<Response> {
    const watch = watchAll(this.#observers, endpoint.api, context.req.header());
    return this.#held(context, async (signal) => {
      try {
        const { response, results, failure } = await this.#serve(endpoint, context, signal, watch);
        const known = failure === undefined ? undefined : mullErrorOf(failure);
        watch.end({
          status: known === undefined ? 200 : apiError(known, endpoint.api).status,
          results,
          failure: known,
        });
        return response;
      } catch (error) {
        const failure = mullErrorOf(signal.failure(error));
        watch.end({ status: apiError(failure, endpoint.api).status, results: [], failure });
        throw failure;
      }
    });
  }

  /** Does the work of one request: bounded in time, ended when its client leaves, waited for by a shutdown. */
  async #held<Value>(context: AppContext, work: (signal: RequestSignal) => Promise<Value>): Promise<Value> {
    const signal = new RequestSignal(context.env.outgoing, this.#options.timeout ?? usualTimeout);
    const working = work(signal);
    this.#requests.set(signal, working);
    try {
      return await working;
    } catch (error) {
      throw mullErrorOf(signal.failure(error));
    } finally {
      this.#requests.delete(signal);
      signal.release();
    }
  }

  async #serve(
    endpoint: Endpoint,
    context: AppContext,
    signal: RequestSignal,
    watch: ReturnType<typeof watchAll>,
  ): Promise<Served> {
    const { engine, aliases = [], budget = {}, ceilings = {}, sampling = {} } = this.#options;
    const { bodyLimit = usualBodyLimit, pingSeconds = 15 } = this.#options;
    const client = this.#access.check(context.env.incoming.headers);
    if (this.#finishing) throw shuttingDown();
    return serveRequest({
      endpoint,
      context,
      body: await readBody(context.env.incoming, bodyLimit),
      client,
      engine,
      names: this.#names,
      anyName: aliases.includes('*'),
      defaults: { budget, sampling },
      ceilings: lowerCeilings(ceilings, client?.ceilings ?? {}),
      queue: this.#queue,
      live: this.#live,
      signal,
      watch,
      pingSeconds,
      headers: this.#corsHeaders(context),
    });
  }

  /** Anthropic's `POST /v1/messages/count_tokens`, with how it was counted. */
  async countTokens(context: AppContext): Promise<Response> {
    const { engine, aliases = [], budget: defaults = {}, ceilings = {} } = this.#options;
    const client = this.#access.check(context.env.incoming.headers);
    if (this.#finishing) throw shuttingDown();
    return this.#held(context, async ({ signal }) => {
      const { request, budget } = readRequest(readMessages, {
        body: await readBody(context.env.incoming, this.#options.bodyLimit ?? usualBodyLimit),
        header: context.req.header('mull-budget'),
        names: this.#names,
        anyName: aliases.includes('*'),
        defaults,
        ceilings: lowerCeilings(ceilings, client?.ceilings ?? {}),
        contextSize: engine.model.contextSize,
      });
      const { value, counting } = await countPrompt(engine, { request, budget, queue: this.#queue, signal });
      return context.json({ input_tokens: value, counting });
    });
  }

  async control(context: AppContext): Promise<Response> {
    const { bodyLimit = usualBodyLimit } = this.#options;
    const client = this.#access.check(context.env.incoming.headers);
    const body = await readBody(context.env.incoming, bodyLimit);
    const { id, action } = validate(controlBody, body, 'body', 'E_REQUEST_INVALID');
    return context.json({ success: this.#live.control(id, action, client?.name) });
  }

  models(context: AppContext): Response {
    this.#access.check(context.env.incoming.headers);
    const { engine } = this.#options;
    const data = this.#names.map((id) => ({
      id,
      object: 'model',
      type: 'model',
      created: this.#began,
      created_at: new Date(this.#began * 1000).toISOString(),
      display_name: id,
      owned_by: 'mull',
      context_length: engine.model.contextSize,
      thinking_format: engine.model.thinking.name,
    }));
    return context.json({ object: 'list', data, has_more: false, first_id: data[0]?.id, last_id: data.at(-1)?.id });
  }

  /** For load balancers, so without a key; it says nothing that a key protects. */
  health(context: AppContext): Response {
    const { engine } = this.#options;
    const { running, waiting } = this.#queue;
    const status = this.#finishing ? 'finishing' : 'ok';
    return context.json({ status, model: engine.model.name, running, waiting }, this.#finishing ? 503 : 200);
  }

  async metrics(context: AppContext): Promise<Response> {
    this.#access.check(context.env.incoming.headers);
    const { registry } = this.#metrics;
    return context.body(await registry.metrics(), 200, { 'content-type': registry.contentType });
  }

  refuse(error: unknown, context: AppContext): Response {
    const api = endpoints.find(({ path }) => context.req.path.startsWith(path))?.api ?? 'chat';
    const { status, body } = apiError(error, api);
    if (error instanceof QueueFull) context.header('retry-after', String(error.retryAfter));
    // What was not read of a body would be taken for the next request.
    if (!context.env.incoming.complete) context.header('connection', 'close');
    return context.body(JSON.stringify(body), status as 400, { 'content-type': 'application/json' });
  }

  refuseUnknown(context: AppContext): Response {
    const { method, path } = context.req;
    const error = new MullError('E_NOT_FOUND', `There is no ${method} ${path.slice(0, 80)}.`, {
      hint: 'The base URL of an OpenAI client ends in /v1, that of an Anthropic client does not. GET /openapi.json lists what there is.',
    });
    return this.refuse(error, context);
  }
}

function shuttingDown(): MullError {
  return new MullError('E_SHUTTING_DOWN', 'The server is shutting down.', { hint: 'Send the request again later.' });
}
