import type { Warning } from '../../core/warning.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Sampling } from '../../engine/sampling.ts';
import type { Strategy } from '../../scaling/strategy.ts';
import type { ThinkOptions } from '../../scaling/think.ts';
import { takesTools } from '../../template/takes-tools.ts';
import type { ServedBudget, ServerRequest } from '../request/server-request.ts';

export interface PlanInput {
  readonly engine: Engine;
  readonly request: ServerRequest;
  readonly budget: ServedBudget;
  readonly strategy: Strategy | undefined;
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
  const { engine, budget, seed, signal, strategy } = input;
  const request = withinAbilities(input.request, engine);
  const { tools, responseFormat, stop, keepThinking, logprobs } = request;
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
    ...(logprobs === undefined ? {} : { logprobs: Math.max(1, logprobs) }),
    ...(strategy === undefined ? {} : { strategy }),
  }));
  return { request, runs };
}

function withinAbilities(request: ServerRequest, engine: Engine): ServerRequest {
  const { abilities, id } = engine;
  const warnings: Warning[] = [];
  const lacking = (what: string, why: string): undefined => {
    warnings.push({ code: 'W_FIELD_IGNORED', message: `${what}: ${id} ${why}.` });
    return undefined;
  };
  const { responseFormat, tools, logprobs } = request;
  const { frequencyPenalty, presencePenalty, logitBias, ...sampling } = request.sampling;
  const asked = [
    { field: 'frequency_penalty', taken: abilities.penalties, part: frequencyPenalty && { frequencyPenalty } },
    { field: 'presence_penalty', taken: abilities.penalties, part: presencePenalty && { presencePenalty } },
    { field: 'logit_bias', taken: abilities.bias, part: logitBias && { logitBias } },
  ].filter(({ part }) => part !== undefined);
  const left = asked.filter(({ taken }) => !taken).map(({ field }) => field);
  if (left.length > 0) lacking(`Nothing was done with ${left.join(', ')}`, 'cannot do it');
  return {
    ...request,
    sampling: Object.assign(sampling, ...asked.flatMap(({ taken, part }) => (taken && part ? [part] : []))),
    responseFormat:
      responseFormat === undefined || abilities.grammar
        ? responseFormat
        : lacking('The form of the answer was not enforced', 'cannot follow a grammar'),
    tools:
      tools.length === 0 || takesTools(engine)
        ? tools
        : (lacking('The model was not told of the tools', 'has no place for them') ?? []),
    logprobs:
      logprobs === undefined || abilities.logprobs > 0
        ? logprobs === undefined
          ? undefined
          : Math.min(logprobs, abilities.logprobs)
        : lacking('No log-probabilities are given', 'reports none'),
    warnings: [...request.warnings, ...warnings],
  };
}
