import { randomInt, randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { MullError } from '../core/mull-error.ts';
import { validate } from '../core/validate.ts';
import { ceilingsSchema } from './budget/ceilings.ts';
import { servedBudget } from './budget/served-budget.ts';
import { controlBody } from './control-body.ts';
import type { Endpoint } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { QueueFull, RunQueue } from './load/run-queue.ts';
import { readBody } from './request/read-body.ts';
import { LiveRuns } from './run/live-runs.ts';
import { mergeRuns } from './run/merge-runs.ts';
import { type PlannedRuns, planRuns } from './run/plan-runs.ts';
import { QueuedRun } from './run/queued-run.ts';
import { RequestSignal } from './run/request-signal.ts';
import type { ServerOptions } from './server-options.ts';
import { streamRun, wholeRun } from './stream-run.ts';
import { apiError, mullErrorOf } from './write/api-error.ts';
import { receiptHeader } from './write/receipt-header.ts';

type Bindings = { Bindings: HttpBindings };

/** The app of `mull serve`, and how it comes to an end. */
export interface ServerApp {
  readonly app: Hono<Bindings>;
  /** From now on nothing new is begun; resolves when what runs is done. */
  finish(): Promise<void>;
  /** Breaks off whatever runs. */
  abort(): void;
  /** Requests that run or wait. */
  readonly active: number;
}

/**
 * The app of `mull serve`, to be mounted in a server of `@hono/node-server`: streams are written straight to the
 * response of node.
 *
 * @throws E_OPTION_INVALID
 */
export function createApp(options: ServerOptions): ServerApp {
  const server = new Server(options);
  const app = new Hono<Bindings>();
  app.onError((error, context) => server.refuse(error, context));
  app.notFound((context) => server.refuse(notFound(context.req.method, context.req.path), context));
  for (const endpoint of endpoints) app.post(endpoint.path, (context) => server.run(endpoint, context));
  app.post('/v1/chat/completions/control', (context) => server.control(context));
  app.get('/v1/models', (context) => context.json(server.models()));
  app.get('/health', (context) => context.json(server.health(), server.finishing ? 503 : 200));
  const { page } = options;
  if (page) app.get('/', () => page());
  return {
    app,
    finish: () => server.finish(),
    abort: () => server.abort(),
    get active() {
      return server.active;
    },
  };
}

class Server {
  readonly #options: ServerOptions;
  readonly #queue: RunQueue;
  readonly #live = new LiveRuns();
  readonly #names: readonly string[];
  readonly #began = Math.floor(Date.now() / 1000);
  readonly #requests = new Map<RequestSignal, Promise<unknown>>();
  finishing = false;

  constructor(options: ServerOptions) {
    const { engine, aliases = [], concurrency = engine.abilities.slots, queue = 64 } = options;
    if (options.ceilings) validate(ceilingsSchema, options.ceilings, 'ceilings', 'E_OPTION_INVALID');
    this.#options = options;
    this.#queue = new RunQueue({ concurrency, waiting: queue });
    this.#names = [engine.model.name, ...aliases.filter((name) => name !== '*')];
  }

  get active(): number {
    return this.#requests.size;
  }

  async finish(): Promise<void> {
    this.finishing = true;
    while (this.#requests.size > 0) await Promise.allSettled(this.#requests.values());
  }

  abort(): void {
    for (const signal of this.#requests.keys()) signal.abort(shuttingDown());
  }

  async run(endpoint: Endpoint, context: Context<Bindings>): Promise<Response> {
    if (this.finishing) throw shuttingDown();
    const signal = new RequestSignal(context.env.outgoing, this.#options.timeout ?? 600);
    const running = this.#run(endpoint, context, signal);
    this.#requests.set(signal, running);
    try {
      return await running;
    } catch (error) {
      throw signal.failure(error);
    } finally {
      this.#requests.delete(signal);
      signal.release();
    }
  }

  async #run(endpoint: Endpoint, context: Context<Bindings>, signal: RequestSignal): Promise<Response> {
    const { engine, bodyLimit = 16 * 1024 * 1024, pingSeconds = 15 } = this.#options;
    const { incoming, outgoing } = context.env;
    const body = await readBody(incoming, bodyLimit);
    const header = context.req.header('mull-budget');
    const request = endpoint.read(body, { served: this.#names, budgetHeader: header !== undefined });
    this.#checkModel(request.model);
    const budget = servedBudget({
      body,
      header,
      request,
      defaults: this.#options.budget ?? {},
      ceilings: this.#options.ceilings ?? {},
      contextSize: engine.model.contextSize,
    });
    const planned: PlannedRuns = planRuns({
      engine,
      request,
      budget,
      sampling: this.#options.sampling ?? {},
      seed: request.seed ?? randomInt(2 ** 32),
      signal: signal.signal,
    });
    this.#queue.check(planned.runs.length);
    const id = endpoint.idPrefix + randomUUID().replaceAll('-', '');
    const requestId = context.req.header('x-request-id') ?? id;
    const runs = planned.runs.map((run) => new QueuedRun(run, this.#queue));
    const leave = this.#live.add({ ids: [id, requestId], owner: undefined, runs });
    const writer = endpoint.writer({
      id,
      created: Math.floor(Date.now() / 1000),
      model: engine.model.name,
      request: planned.request,
      budget,
    });
    const headers = { 'x-request-id': requestId };
    const events = mergeRuns(runs)[Symbol.asyncIterator]();
    try {
      if (!request.stream) {
        const results = await wholeRun(events);
        const [only, ...others] = results;
        if (only && others.length === 0) context.header('mull-receipt', receiptHeader(only.receipt));
        return context.json(writer.whole(results), 200, headers);
      }
      await streamRun({
        response: outgoing,
        events,
        writer,
        headers,
        pingSeconds,
        failure: (error) => signal.failure(error),
      });
      return RESPONSE_ALREADY_SENT;
    } finally {
      leave();
    }
  }

  async control(context: Context<Bindings>): Promise<Response> {
    const { bodyLimit = 16 * 1024 * 1024 } = this.#options;
    const body = await readBody(context.env.incoming, bodyLimit);
    const { id, action } = validate(controlBody, body, 'body', 'E_REQUEST_INVALID');
    return context.json({ success: this.#live.control(id, action, undefined) });
  }

  models(): object {
    const { engine } = this.#options;
    const data = this.#names.map((id) => ({
      id,
      object: 'model',
      created: this.#began,
      owned_by: 'mull',
      context_length: engine.model.contextSize,
      thinking_format: engine.model.thinking.name,
    }));
    return { object: 'list', data };
  }

  health(): object {
    const { engine } = this.#options;
    const { running, waiting } = this.#queue;
    return {
      status: this.finishing ? 'finishing' : 'ok',
      engine: engine.id,
      model: engine.model.name,
      running,
      waiting,
    };
  }

  refuse(error: unknown, context: Context<Bindings>): Response {
    const api = endpoints.find(({ path }) => context.req.path.startsWith(path))?.api ?? 'chat';
    const { status, body } = apiError(error, api);
    const known = mullErrorOf(error);
    if (known instanceof QueueFull) context.header('retry-after', String(known.retryAfter));
    // What was not read of a body would be taken for the next request.
    if (!context.env.incoming.complete) context.header('connection', 'close');
    return context.body(JSON.stringify(body), status as 400, { 'content-type': 'application/json' });
  }

  #checkModel(model: string | undefined): void {
    if (model === undefined || this.#names.includes(model) || this.#options.aliases?.includes('*')) return;
    throw new MullError('E_MODEL_UNKNOWN', `This server has no model ${JSON.stringify(model.slice(0, 80))}.`, {
      hint: `It has ${this.#names.join(', ')}. Another name can be given to it with --alias.`,
    });
  }
}

function shuttingDown(): MullError {
  return new MullError('E_SHUTTING_DOWN', 'The server is shutting down.', { hint: 'Send the request again later.' });
}

function notFound(method: string, path: string): MullError {
  return new MullError('E_NOT_FOUND', `There is no ${method} ${path.slice(0, 80)}.`, {
    hint: 'The base URL of a client ends in /v1. GET /openapi.json lists what there is.',
  });
}
