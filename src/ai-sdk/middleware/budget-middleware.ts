import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Middleware,
  LanguageModelV4StreamResult,
  SharedV4ProviderOptions,
} from '@ai-sdk/provider';
import type { Budget, BudgetFields } from '../../core/budget.ts';
import type { ThinkEvent } from '../../core/events.ts';
import type { Engine } from '../../engine/engine.ts';
import { readBudget } from '../../forcing/read-budget.ts';
import { think } from '../../forcing/think.ts';
import { chooseBudget } from '../choose-budget.ts';
import { collectParts } from '../collect-parts.ts';
import { readMullOptions } from '../mull-options.ts';
import { PartWriter } from '../part-writer.ts';
import { streamRun } from '../stream-run.ts';
import type { Continuation } from './continuation.ts';
import { cannotContinue, findContinuation } from './find-continuation.ts';
import { modelEngine } from './model-engine.ts';
import { unlimited } from './model-way.ts';
import { newAside } from './new-aside.ts';
import { withHostFacts } from './with-host-facts.ts';

export interface BudgetMiddlewareOptions {
  /** For every call that says nothing under `providerOptions.mull.budget`. */
  readonly budget?: Budget;
  /**
   * How the host continues a begun turn; false: not at all. Default: it is found out by the first call that needs it, in
   * up to four requests of 32 tokens.
   */
  readonly continuation?: Continuation | false;
  /**
   * Provider options by which the host holds a maximum of thinking tokens itself, such as
   * `(tokens) => ({ vllm: { thinking_token_budget: tokens } })`. Used where it cannot be continued.
   */
  readonly maximum?: (tokens: number) => SharedV4ProviderOptions;
  /** Tokens of a text, for receipts. Without it, each piece of the host's stream counts as one. */
  readonly countTokens?: (text: string) => number;
}

/**
 * Budgets for any model of the AI SDK whose host goes on with a begun turn: `min` and `waits` by an appended reasoning
 * part, `max` by the host's own limit of tokens. The receipt in `providerMetadata.mull` says who held what. Calls
 * without a budget pass untouched.
 *
 * @throws (by the call) E_UNSUPPORTED before anything of the answer is asked for, where the host cannot be continued; what
 * `think()` throws for a wrong budget; what the model throws
 */
export function budgetMiddleware(options: BudgetMiddlewareOptions = {}): LanguageModelV4Middleware {
  return {
    specificationVersion: 'v4',
    wrapStream: async ({ doStream, params, model }) => (await forced(options, model, params)) ?? doStream(),
    wrapGenerate: async ({ doGenerate, params, model }) => {
      const result = await forced(options, model, params);
      return result === undefined ? doGenerate() : collectParts(result.stream);
    },
  };
}

/** The call under its budget; undefined where it has none. */
async function forced(
  options: BudgetMiddlewareOptions,
  model: LanguageModelV4,
  call: LanguageModelV4CallOptions,
): Promise<LanguageModelV4StreamResult | undefined> {
  const asked = readMullOptions(call.providerOptions).budget ?? options.budget;
  if (asked === undefined) return undefined;
  call.abortSignal?.throwIfAborted();
  const budget = limited(call, asked);
  const { mull, ...providerOptions } = call.providerOptions ?? {};
  const aside = newAside();
  const engine = modelEngine({
    model,
    call: { ...call, providerOptions },
    continuation: await continuationFor(options, model, budget, call.abortSignal),
    maximum: options.maximum,
    countTokens: options.countTokens,
    aside,
  });
  const run = think({
    engine,
    // The host gets the prompt of the call as it is.
    messages: [{ role: 'user', content: '' }],
    budget,
    ...(call.tools?.length ? { tools: call.tools.map(({ name }) => ({ name })) } : {}),
    ...(call.responseFormat?.type === 'json' ? { responseFormat: { jsonSchema: {} } } : {}),
    ...(call.abortSignal === undefined ? {} : { signal: call.abortSignal }),
  });
  const writer = new PartWriter({ warnings: [], modelId: model.modelId, raw: call.includeRawChunks ?? false });
  const parts = await streamRun(closing(run, engine), writer, call.abortSignal);
  return { stream: parts.pipeThrough(withHostFacts(aside)) };
}

/** The events of a run; however they end, nothing runs at the host afterwards. */
async function* closing(run: AsyncIterable<ThinkEvent>, engine: Engine): AsyncGenerator<ThinkEvent, void> {
  try {
    yield* run;
  } finally {
    await engine.close();
  }
}

/** The budget with an answer as long as the application allows: a model of the AI SDK has no cap of its own to keep. */
function limited({ maxOutputTokens }: LanguageModelV4CallOptions, asked: Budget): BudgetFields {
  // The effort of the call is the host's.
  const fields = readBudget(chooseBudget({ maxOutputTokens }, { own: asked }));
  return fields.total === undefined ? { ...fields, answer: fields.answer ?? 2 * unlimited } : fields;
}

/** @throws E_UNSUPPORTED where the budget needs a host that can be continued, and this one cannot */
async function continuationFor(
  { continuation, maximum }: BudgetMiddlewareOptions,
  model: LanguageModelV4,
  budget: BudgetFields,
  signal: AbortSignal | undefined,
): Promise<Continuation | undefined> {
  const steers = (budget.waits ?? 0) > 0 ? 'budget.waits' : (budget.min ?? 0) > 0 ? 'budget.min' : undefined;
  const needs = steers ?? (maximum === undefined ? 'budget.max' : undefined);
  if (needs === undefined) return undefined;
  if (continuation === false) throw cannotContinue(model, needs, 'as `continuation: false` says');
  if (continuation !== undefined) return continuation;
  const found = await findContinuation(model, signal);
  if (found.continuation === undefined) throw cannotContinue(model, needs, found.how);
  return found.continuation;
}
