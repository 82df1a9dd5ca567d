import { completionsDialect } from '../completions-dialect.ts';
import { type Fact, observed } from '../fact.ts';
import { llamaDialect } from '../llama-dialect.ts';
import type { ServerTokenizer } from '../server-tokenizer.ts';
import type { TokenDialect, TokenEvent, TokenRequest } from '../token-server.ts';
import { cacheCountersIn } from './cache-counters-in.ts';
import { isRefusal, type ProbeContext } from './probe-context.ts';

export interface TokenContinuationFacts {
  readonly tokenContinuation: Fact<'llama' | 'completions' | undefined>;
  readonly logprobs: Fact<boolean>;
  readonly cacheCounters: Fact<boolean>;
  readonly ownMinimum: Fact<boolean>;
}

const wanted = 3;

/** Sends token ids to be continued, and looks whether ids come back. */
export async function tryTokenContinuation(
  context: ProbeContext,
  model: string,
  tokenizer: ServerTokenizer,
  isLlama: boolean,
): Promise<TokenContinuationFacts> {
  const prompt = await tokenizer.encode('1 2 3 4 5 6 7', false, context.signal);
  const kinds = isLlama ? (['llama', 'completions'] as const) : (['completions', 'llama'] as const);
  const refusals: string[] = [];
  for (const kind of kinds) {
    const dialect = kind === 'llama' ? llamaDialect : completionsDialect(model);
    const outcome = await continueIds(context, dialect, prompt);
    if (typeof outcome === 'string') {
      refusals.push(`${dialect.path}: ${outcome}`);
      continue;
    }
    const received = outcome.flatMap((event) => event.tokens).length;
    return {
      tokenContinuation: observed(kind, `${dialect.path} took ${prompt.length} ids and gave back ${received}`),
      logprobs: observed(
        outcome.some((event) => (event.logprobs?.length ?? 0) > 0),
        'asked for 2 alternatives per token',
      ),
      cacheCounters: cacheCountersIn(outcome),
      ownMinimum:
        kind === 'llama'
          ? observed(false, `${dialect.path} has no field for one`)
          : await tryOwnMinimum(context, dialect, prompt, outcome),
    };
  }
  const how = refusals.join('; ');
  return {
    tokenContinuation: observed(undefined, how),
    logprobs: observed(false, how),
    cacheCounters: observed(false, how),
    ownMinimum: observed(false, how),
  };
}

/** Tokens before which nothing may end. */
const least = 2;

/**
 * Asks for the same continuation with its own first token as stop, and for a minimum: a server that holds the minimum
 * writes something else first, any other one stops at once.
 */
async function tryOwnMinimum(
  context: ProbeContext,
  dialect: TokenDialect,
  prompt: readonly number[],
  natural: readonly TokenEvent[],
): Promise<Fact<boolean>> {
  const token = natural.flatMap((event) => event.tokens)[0]!;
  const stops = [{ text: '', token }];
  const outcome = await continueIds(context, dialect, prompt, { stops, minTokens: least });
  if (typeof outcome === 'string') return observed(false, `min_tokens: ${outcome}`);
  const received = outcome.flatMap((event) => event.tokens);
  const early = received.slice(0, least).includes(token);
  return observed(
    received.length >= least && !early,
    `asked for at least ${least} tokens before a stop that the model writes at once, and ` +
      (early || received.length < least ? 'it came at once' : 'it did not come before them'),
  );
}

/** The events of an answer to ids, or why it is none. */
async function continueIds(
  context: ProbeContext,
  dialect: TokenDialect,
  prompt: readonly number[],
  least: Partial<Pick<TokenRequest, 'stops' | 'minTokens'>> = {},
): Promise<readonly TokenEvent[] | string> {
  const body = dialect.body({
    prompt,
    maxTokens: wanted,
    stops: [],
    visible: [],
    ban: [],
    sampling: { temperature: 0 },
    seed: 1,
    slot: -1,
    logprobs: 2,
    ...least,
  });
  const answer = await context.stream({ path: dialect.path, body }, dialect.read);
  if (isRefusal(answer)) return answer.refusal;
  const events = answer.value.filter((event) => event !== undefined);
  const received = events.flatMap((event) => event.tokens).length;
  if (received === 0) return 'gives back no ids';
  if (received > wanted) return `was asked for ${wanted} tokens and gave ${received}`;
  const sampled = Math.max(...events.map((event) => event.sampled ?? 0));
  if (sampled > received + 1) return `gives back only ${received} of ${sampled} ids`;
  const counted = events.findLast((event) => event.evaluated !== undefined);
  const prompted = counted === undefined ? undefined : (counted.evaluated ?? 0) + (counted.cached ?? 0);
  // A server that reads a list of ids as text counts something else.
  if (prompted !== undefined && Math.abs(prompted - prompt.length) > 1) {
    return `counted ${prompted} tokens of a prompt of ${prompt.length} ids`;
  }
  return events;
}
