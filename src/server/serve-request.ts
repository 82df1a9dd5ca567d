import { randomInt, randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { BudgetFields } from '../core/budget.ts';
import type { ThinkResult } from '../core/events.ts';
import { validate } from '../core/validate.ts';
import type { Engine } from '../engine/engine.ts';
import type { Sampling } from '../engine/sampling.ts';
import { readStrategy } from '../scaling/read-strategy.ts';
import type { Strategy } from '../scaling/strategy.ts';
import { strategySchema } from '../scaling/strategy-schema.ts';
import type { ClientKey } from './access/keys.ts';
import { boundedStrategy } from './budget/bounded-strategy.ts';
import type { Ceilings } from './budget/ceilings.ts';
import type { Endpoint } from './endpoint.ts';
import type { RunQueue } from './load/run-queue.ts';
import type { Watch } from './observe/served-event.ts';
import { readRequest } from './read-request.ts';
import { RequestError } from './request/request-error.ts';
import type { ServerRequest } from './request/server-request.ts';
import type { LiveRuns } from './run/live-runs.ts';
import { mergeRuns } from './run/merge-runs.ts';
import { planRuns } from './run/plan-runs.ts';
import { QueuedRun } from './run/queued-run.ts';
import type { RequestSignal } from './run/request-signal.ts';
import { streamRun, wholeRun } from './stream-run.ts';
import { receiptHeader } from './write/receipt-header.ts';

/** One request to one of the APIs, and what is there to serve it with. */
export interface RequestToServe {
  readonly endpoint: Endpoint;
  readonly context: Context<{ Bindings: HttpBindings }>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly client: ClientKey | undefined;
  readonly engine: Engine;
  /** What the model may be called. */
  readonly names: readonly string[];
  /** It may be called anything. */
  readonly anyName: boolean;
  /** For what the request does not say. */
  readonly defaults: { readonly budget: BudgetFields; readonly sampling: Partial<Sampling> };
  readonly ceilings: Ceilings;
  readonly queue: RunQueue;
  readonly live: LiveRuns;
  readonly signal: RequestSignal;
  readonly watch: Watch;
  /** For the stream, which hono does not see. */
  readonly headers: Readonly<Record<string, string>>;
  readonly pingSeconds: number;
}

/** The response, and what came of the runs. */
export interface Served {
  readonly response: Response;
  readonly results: readonly ThinkResult[];
  /** What ended a stream before its time, and was told in it. */
  readonly failure?: unknown;
}

/**
 * Body to budget to runs to answer.
 *
 * @throws what is wrong with the request, and what the engine throws before a stream begins
 */
export async function serveRequest(to: RequestToServe): Promise<Served> {
  const { endpoint, context, body, engine, queue, signal, watch } = to;
  const { sampling } = to.defaults;
  const { request, budget } = readRequest(endpoint.read, {
    body,
    header: context.req.header('mull-budget'),
    names: to.names,
    anyName: to.anyName,
    defaults: to.defaults.budget,
    ceilings: to.ceilings,
    contextSize: engine.model.contextSize,
  });
  const seed = request.seed ?? randomInt(2 ** 32);
  const strategy = chosenStrategy(request, context.req.header('mull-strategy'), to.ceilings);
  const planned = planRuns({ engine, request, budget, strategy, sampling, seed, signal: signal.signal });
  queue.check(planned.runs.length);

  const id = endpoint.idPrefix + randomUUID().replaceAll('-', '');
  const requestId = context.req.header('x-request-id') ?? id;
  const model = engine.model.name;
  watch.read({ id, requestId, model, client: to.client?.name, request: planned.request, budget });
  const runs = planned.runs.map((run) => new QueuedRun(run, queue));
  const leave = to.live.add({ ids: [id, requestId], owner: to.client?.name, runs });
  try {
    const created = Math.floor(Date.now() / 1000);
    const writer = endpoint.writer({ id, created, model, request: planned.request, budget });
    const events = mergeRuns(runs);
    const headers = { 'x-request-id': requestId };
    if (request.stream) {
      const outcome = await streamRun({
        response: context.env.outgoing,
        events,
        writer,
        headers: { ...headers, ...to.headers },
        pingSeconds: to.pingSeconds,
        watch,
        failure: (error) => signal.failure(error),
      });
      return { response: RESPONSE_ALREADY_SENT, ...outcome };
    }
    const { results, logprobs } = await wholeRun(events, watch);
    const [only, ...others] = results;
    if (only && others.length === 0) context.header('mull-receipt', receiptHeader(only.receipt));
    return { response: context.json(writer.whole(results, logprobs), 200, headers), results };
  } finally {
    leave();
  }
}

/** How to spend more than one chain: as the body says, else a header, else the model's name. */
function chosenStrategy(request: ServerRequest, header: string | undefined, ceilings: Ceilings): Strategy | undefined {
  const { samples = Number.POSITIVE_INFINITY } = ceilings;
  if (request.n > samples) {
    throw new RequestError(
      'E_REQUEST_INVALID',
      'n',
      `n is ${request.n}, and this server gives at most ${samples} answers.`,
      {
        hint: `Ask for at most ${samples}.`,
      },
    );
  }
  const given = request.strategy ?? header;
  if (given === undefined) return undefined;
  const data = validate(strategySchema, given, 'strategy', 'E_STRATEGY_INVALID');
  return boundedStrategy(readStrategy(data), ceilings);
}
