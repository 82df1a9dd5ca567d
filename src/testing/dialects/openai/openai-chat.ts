import type { DialectWorld, Exchange } from '../dialect.ts';
import { turnOpening, turnsText, withEffort } from '../model/chat-prompt.ts';
import { type RunEnd, run } from '../model/run.ts';
import { chatAnswer } from '../openai-like/chat-answer.ts';
import { Fields } from '../openai-like/fields.ts';
import { openaiError } from '../openai-like/openai-error.ts';
import { readBans, readSampling, readSeed } from '../openai-like/read-sampling.ts';
import { readTurns } from '../openai-like/read-turns.ts';
import type { Answer, Refusal } from '../server/answer.ts';
import { counting } from '../server/counting.ts';
import { newId } from '../server/new-id.ts';
import { type OpenaiModel, openaiModel } from './openai-models.ts';

/** https://platform.openai.com/docs/api-reference/chat/create */
const known = new Set(
  (
    'messages model audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens ' +
    'metadata modalities n parallel_tool_calls prediction presence_penalty prompt_cache_key reasoning_effort ' +
    'response_format safety_identifier seed service_tier stop store stream stream_options temperature tool_choice tools ' +
    'top_logprobs top_p user verbosity web_search_options'
  ).split(' '),
);

/** Reasoning models refuse these: https://platform.openai.com/docs/guides/reasoning; `stop` by the API reference. */
const refused = ['presence_penalty', 'frequency_penalty', 'logprobs', 'top_logprobs', 'logit_bias', 'stop'];

/**
 * `POST /v1/chat/completions`
 *
 * Reasoning is not shown, only counted: https://platform.openai.com/docs/guides/reasoning
 */
export async function openaiChat(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  const { model, behaviour, name } = world;
  const fields = new Fields(exchange.body, (message, field) =>
    invalid(`Invalid type for '${field}': ${message}.`, field, 'invalid_type'),
  );
  // https://github.com/teabranch/open-responses-server/issues/41
  const unknown = Object.keys(exchange.body).find((field) => !known.has(field));
  if (unknown !== undefined) throw invalid(`Unknown parameter: '${unknown}'.`, unknown, 'unknown_parameter');
  const asked = fields.text('model') ?? name;
  const rules = openaiModel(asked);
  if (asked !== name && rules === undefined) {
    // https://platform.openai.com/docs/guides/error-codes
    throw openaiError(
      404,
      `The model \`${asked}\` does not exist or you do not have access to it.`,
      'invalid_request_error',
      null,
      'model_not_found',
    );
  }
  const reasons = rules === undefined || rules.efforts.length > 0;
  if (reasons) checkReasoningModel(fields);
  const effort = readEffort(fields, rules);
  const turns = readTurns(fields, []);
  const last = turns.at(-1)!;
  if (last.role === 'assistant' && behaviour.prefill === 'refused')
    throw invalid('The last message must be from the user.', 'messages', null);
  // A message of the assistant at the end is one more message, and a new one follows.
  const before = turnsText(withEffort(turns, behaviour.effort && effort !== 'none' ? effort : undefined));
  const thinks = reasons && (effort !== 'none' || !behaviour.effort);
  const continued = last.role === 'assistant' && behaviour.prefill === 'continued';
  const opening = turnOpening(thinks ? 'thinking' : 'no-thinking', model.thinking);
  const prompt = model.encode(continued ? before.replace(/<\|im_end\|>\n$/, '') : before + opening);
  const room = model.contextSize - prompt.length;
  if (room < 1) {
    throw invalid(
      `This model's maximum context length is ${model.contextSize} tokens. However, your messages resulted in ` +
        `${prompt.length} tokens. Please reduce the length of the messages.`,
      'messages',
      'context_length_exceeded',
    );
  }
  const limit = fields.integer('max_completion_tokens') ?? fields.integer('max_tokens') ?? room;
  const logprobs = !reasons && behaviour.logprobs && fields.flag('logprobs') === true;
  const plan = {
    prompt,
    maxTokens: Math.min(limit, room),
    ...(behaviour.stops && { stops: fields.texts('stop'), stopsIn: 'answer' as const }),
    ...(behaviour.logitBias && { banned: readBans(fields) }),
    sampling: readSampling(fields),
    seed: readSeed(fields),
    ...(logprobs && { logprobs: fields.integer('top_logprobs') ?? 0 }),
    splits: true,
    trims: true,
    signal: exchange.signal,
  };
  const streams = fields.flag('stream') ?? false;
  const wantsUsage = fields.object('stream_options')?.include_usage === true;
  return chatAnswer(
    {
      id: newId('chatcmpl-'),
      model: asked,
      extras: { service_tier: 'default', system_fingerprint: null, ...(streams && wantsUsage && { usage: null }) },
      opening: { role: 'assistant', content: '', refusal: null },
      text: (channel, text, whole) => {
        if (channel === 'answer') return whole ? { content: text, refusal: null, annotations: [] } : { content: text };
        return behaviour.hidesThinking ? {} : { [behaviour.reasoningField]: text };
      },
      finish: ({ reason }) => ({ finish_reason: reason }),
      unfinished: { logprobs: null, finish_reason: null },
      closingDelta: {},
      mergesFinish: false,
      usage: behaviour.usage ? (end) => usageOf(end, world) : undefined,
      usageIn: behaviour.usage && wantsUsage ? 'own chunk' : 'nowhere',
      logprobs,
    },
    streams,
    counting(run(model, plan), exchange.count),
  );
}

function checkReasoningModel(fields: Fields): void {
  // https://github.com/autohandai/code-cli/issues/77
  if (fields.has('max_tokens')) {
    throw invalid(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      'max_tokens',
      'unsupported_parameter',
    );
  }
  // https://github.com/agno-agi/agno/issues/9951
  for (const field of ['temperature', 'top_p']) {
    const value = fields.number(field);
    if (value === undefined || value === 1) continue;
    throw invalid(
      `Unsupported value: '${field}' does not support ${value} with this model. Only the default (1) value is supported.`,
      field,
      'unsupported_value',
    );
  }
  const found = refused.find((field) => fields.has(field) && fields.any(field) !== false);
  if (found === undefined) return;
  // https://github.com/npiv/chatblade/issues/100 has the wording.
  throw invalid(`Unsupported parameter: '${found}' is not supported with this model.`, found, 'unsupported_parameter');
}

function readEffort(fields: Fields, rules: OpenaiModel | undefined): string {
  const effort = fields.text('reasoning_effort');
  if (effort === undefined) return rules?.effort ?? 'medium';
  if (rules === undefined || rules.efforts.includes(effort)) return effort;
  // https://github.com/yaroslavyaroslav/OpenAI-sublime-text/issues/146
  if (rules.efforts.length === 0) {
    throw openaiError(
      400,
      'Unrecognized request argument supplied: reasoning_effort',
      'invalid_request_error',
      null,
      null,
    );
  }
  // https://github.com/livekit/agents/pull/3966 and https://github.com/egoist/chatwise-releases/issues/1257
  const quoted = rules.efforts.map((value) => `'${value}'`);
  const list = quoted.length === 1 ? quoted[0] : `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`;
  throw invalid(
    `Unsupported value: 'reasoning_effort' does not support '${effort}' with this model. Supported values are: ${list}.`,
    'reasoning_effort',
    'unsupported_value',
  );
}

/** https://platform.openai.com/docs/api-reference/chat/object, `usage` */
function usageOf({ usage }: RunEnd, { behaviour }: DialectWorld): Record<string, unknown> {
  return {
    prompt_tokens: usage.prompt,
    completion_tokens: usage.completion,
    total_tokens: usage.prompt + usage.completion,
    ...(behaviour.cacheUsage && { prompt_tokens_details: { cached_tokens: usage.cached, audio_tokens: 0 } }),
    ...(behaviour.thinkingUsage && {
      completion_tokens_details: {
        reasoning_tokens: usage.thinking,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    }),
  };
}

function invalid(message: string, param: string, code: string | null): Refusal {
  return openaiError(400, message, 'invalid_request_error', param, code);
}
