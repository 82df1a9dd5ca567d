import type { Engine } from '../../engine/engine.ts';
import type { Sampling } from '../../engine/sampling.ts';
import type { ThinkOptions } from '../../scaling/think.ts';
import type { ServedBudget, ServerRequest } from '../request/server-request.ts';

export interface PlanInput {
  readonly engine: Engine;
  readonly request: ServerRequest;
  readonly budget: ServedBudget;
  /** Of the server, where the request does not say. */
  readonly sampling: Partial<Sampling>;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** What is run for a request, and the request as it is really served. */
export interface PlannedRuns {
  readonly request: ServerRequest;
  readonly runs: readonly (ThinkOptions & { readonly signal: AbortSignal })[];
}

/** As the APIs document it. */
const defaultTemperature = 1;

/** One run per answer; what the engine cannot do is left out, and warned of. */
export function planRuns(input: PlanInput): PlannedRuns {
  const { engine, budget, seed, signal } = input;
  const request = withinAbilities(input.request, engine);
  const { tools, responseFormat, stop, keepThinking } = request;
  const sampling = { temperature: defaultTemperature, ...input.sampling, ...request.sampling };
  const conversations = request.conversations.flatMap((messages) => Array.from({ length: request.n }, () => messages));
  // A text in front of the answer would not be in the form that was asked for, whoever enforces it (rule 9).
  const free = input.request.responseFormat === undefined || budget.fields.finish !== undefined;
  const runs = conversations.map((messages, index) => ({
    engine,
    messages,
    budget: free ? budget.fields : { ...budget.fields, finish: '' },
    sampling,
    // Every answer its own: with one seed they would all be the same.
    seed: (seed + index) % 2 ** 32,
    signal,
    keepThinking,
    ...(stop.length === 0 ? {} : { stop }),
    ...(tools.length === 0 ? {} : { tools }),
    ...(responseFormat === undefined ? {} : { responseFormat }),
  }));
  return { request, runs };
}

function withinAbilities(request: ServerRequest, { abilities, id }: Engine): ServerRequest {
  if (request.responseFormat === undefined || abilities.grammar) return request;
  return {
    ...request,
    responseFormat: undefined,
    warnings: [
      ...request.warnings,
      { code: 'W_FIELD_IGNORED', message: `The form of the answer was not enforced: ${id} cannot follow a grammar.` },
    ],
  };
}
