import type { DialectWorld, Exchange } from '../dialect.ts';
import { closedThinking, turnOpening, turnsText, withEffort } from '../model/chat-prompt.ts';
import { type RunEnd, run } from '../model/run.ts';
import { chatAnswer } from '../openai-like/chat-answer.ts';
import { Fields } from '../openai-like/fields.ts';
import { readSampling, readSeed } from '../openai-like/read-sampling.ts';
import { readTurns, type SentTurn } from '../openai-like/read-turns.ts';
import type { Answer } from '../server/answer.ts';
import { counting } from '../server/counting.ts';
import { newId } from '../server/new-id.ts';
import { deepseekError } from './deepseek-error.ts';

/** https://api-docs.deepseek.com/guides/thinking_mode.md, "Thinking Mode Toggle and Effort Control" */
const efforts: Readonly<Record<string, string>> = {
  minimal: 'low',
  low: 'low',
  medium: 'high',
  high: 'high',
  xhigh: 'high',
  max: 'max',
  ultra: 'max',
};

/** https://api-docs.deepseek.com/quick_start/pricing; the last two names are those of older releases. */
const models = ['deepseek-v4-flash', 'deepseek-v4-pro', 'deepseek-flash', 'deepseek-reasoner', 'deepseek-chat'];

/**
 * `POST /chat/completions`, and the same below `/beta`, where the last message may be continued.
 *
 * https://api-docs.deepseek.com/api/create-chat-completion. There is no bound for thinking; unknown fields have no effect.
 */
export async function deepseekChat(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  const { model, behaviour, name } = world;
  const fields = new Fields(exchange.body, (message, field) => deepseekError(400, `${field}: ${message}`));
  const asked = fields.text('model') ?? name;
  // https://github.com/ConardLi/easy-dataset/issues/9
  if (asked !== name && !models.includes(asked)) throw deepseekError(400, 'Model Not Exist');
  const thinks = readThinking(fields, asked);
  const logprobs = fields.flag('logprobs') ?? false;
  // https://api-docs.deepseek.com/guides/reasoning_model: log-probabilities raise an error while thinking (the wording is ours).
  if (logprobs && thinks) throw deepseekError(400, `${asked} does not support logprobs in thinking mode.`);
  const prompt = model.encode(renderPrompt(world, fields, asked, thinks, exchange.path.startsWith('/beta')));
  const room = model.contextSize - prompt.length;
  if (room < 1) {
    throw deepseekError(
      400,
      `This model's maximum context length is ${model.contextSize} tokens. However, you requested ${prompt.length} ` +
        'tokens in the messages. Please reduce the length of the messages or completion.',
    );
  }
  const top = fields.integer('top_logprobs') ?? 0;
  const plan = {
    prompt,
    maxTokens: Math.min(fields.integer('max_tokens') ?? room, room),
    ...(behaviour.stops && { stops: fields.texts('stop'), stopsIn: 'answer' as const }),
    // thinking_mode.md, "Input and Output Parameters": temperature and penalties are taken and have no effect.
    sampling: thinks ? { temperature: 1 } : readSampling(fields),
    seed: readSeed(fields),
    ...(logprobs && behaviour.logprobs && { logprobs: top }),
    splits: behaviour.reasoningField !== 'content',
    trims: true,
    signal: exchange.signal,
  };
  const field = behaviour.reasoningField;
  return chatAnswer(
    {
      id: newId(''),
      model: asked,
      extras: { system_fingerprint: 'fp_scripted' },
      opening: { role: 'assistant', content: thinks ? null : '', ...(thinks && { [field]: '' }) },
      text: (channel, text, whole) => {
        if (channel === 'answer') return whole || !thinks ? { content: text } : { content: text, [field]: null };
        if (behaviour.hidesThinking) return {};
        return whole ? { [field]: text } : { content: null, [field]: text };
      },
      finish: ({ reason }) => ({ finish_reason: reason }),
      unfinished: { logprobs: null, finish_reason: null },
      closingDelta: { content: '' },
      mergesFinish: false,
      usage: behaviour.usage ? (end) => usageOf(end, world) : undefined,
      // The last chunk carries the usage: create-chat-completion, streaming example.
      usageIn: behaviour.usage ? 'last chunk' : 'nowhere',
      logprobs: logprobs && behaviour.logprobs,
    },
    fields.flag('stream') ?? false,
    counting(run(model, plan), exchange.count),
  );
}

/** Thinking is on unless it is switched off; the name of an older model stands for its mode. */
function readThinking(fields: Fields, asked: string): boolean {
  const type = fields.object('thinking')?.type;
  if (type === undefined) return asked !== 'deepseek-chat';
  if (type !== 'enabled' && type !== 'disabled') {
    throw deepseekError(
      422,
      `thinking.type: unknown variant \`${String(type)}\`, expected \`enabled\` or \`disabled\``,
    );
  }
  return type === 'enabled';
}

function renderPrompt(
  { model, behaviour }: DialectWorld,
  fields: Fields,
  asked: string,
  thinks: boolean,
  beta: boolean,
): string {
  const turns = readTurns(fields, ['reasoning_content']);
  const effort = fields.text('reasoning_effort');
  const told = behaviour.effort && thinks && effort !== undefined ? efforts[effort] : undefined;
  const switched = thinks || !behaviour.effort;
  const last = turns.at(-1)!;
  const opening = turnOpening(switched ? 'thinking' : 'no-thinking', model.thinking);
  if (last.role !== 'assistant') return turnsText(withEffort(turns, told)) + opening;
  checkLast(last, asked, thinks, beta);
  if (behaviour.prefill === 'refused') throw deepseekError(400, 'prefix is not available for this model.');
  if (behaviour.prefill === 'ignored' || last.sent.prefix !== true) {
    return turnsText(withEffort(turns, told)) + opening;
  }
  // create-chat-completion: `reasoning_content` of a prefix message is "the input for the CoT".
  const before = turnsText(withEffort(turns.slice(0, -1), told));
  const header = turnOpening('bare', model.thinking);
  const thinking = behaviour.prefilledThinking ? (last.thinking ?? '') : '';
  if (!switched) return before + opening + last.content;
  if (last.content === '') return before + header + model.thinking.open + thinking;
  return before + header + closedThinking(thinking, model.thinking) + last.content;
}

/** https://api-docs.deepseek.com/guides/chat_prefix_completion */
function checkLast({ sent }: SentTurn, asked: string, thinks: boolean, beta: boolean): void {
  // https://github.com/BerriAI/litellm/issues/4881
  if (sent.prefix === true && !beta) {
    throw deepseekError(
      400,
      'prefix is only available when using beta api (set base_url="https://api.deepseek.com/beta")',
    );
  }
  // https://github.com/gptme/gptme/issues/467
  if (sent.prefix !== true && thinks) {
    throw deepseekError(
      400,
      `The last message of ${asked} must be a user message, or an assistant message with prefix mode on (refer to ` +
        'https://api-docs.deepseek.com/guides/chat_prefix_completion).',
    );
  }
}

/** create-chat-completion, `usage` */
function usageOf({ usage }: RunEnd, { behaviour }: DialectWorld): Record<string, unknown> {
  return {
    prompt_tokens: usage.prompt,
    completion_tokens: usage.completion,
    total_tokens: usage.prompt + usage.completion,
    ...(behaviour.cacheUsage && {
      prompt_tokens_details: { cached_tokens: usage.cached },
      prompt_cache_hit_tokens: usage.cached,
      prompt_cache_miss_tokens: usage.prompt - usage.cached,
    }),
    ...(behaviour.thinkingUsage && { completion_tokens_details: { reasoning_tokens: usage.thinking } }),
  };
}
