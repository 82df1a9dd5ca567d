import type { DialectWorld, Exchange } from '../dialect.ts';
import { turnOpening, turnsText, withEffort } from '../model/chat-prompt.ts';
import { run } from '../model/run.ts';
import { chatAnswer } from '../openai-like/chat-answer.ts';
import { Fields } from '../openai-like/fields.ts';
import { readTurns } from '../openai-like/read-turns.ts';
import type { Answer } from '../server/answer.ts';
import { counting } from '../server/counting.ts';
import { newId } from '../server/new-id.ts';
import { invalidField } from './sglang-error.ts';
import { sglangPlan } from './sglang-plan.ts';
import { sglangUsage } from './sglang-usage.ts';

/** python/sglang/srt/entrypoints/openai/protocol.py, ReasoningEffortTier; a number from 0 to 0.99 is taken as well. */
const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/**
 * `POST /v1/chat/completions`
 *
 * python/sglang/srt/entrypoints/openai/protocol.py and serving_chat.py
 */
export async function sglangChat(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  const { model, behaviour, name } = world;
  const fields = new Fields(exchange.body, invalidField);
  const streams = fields.flag('stream') ?? false;
  const ids = behaviour.tokenPrompts ? fields.integers('input_ids') : undefined;
  const prompt = ids ?? model.encode(renderPrompt(world, fields));
  const logprobs = fields.flag('logprobs') ?? false;
  const plan = sglangPlan(world, fields, exchange, prompt, {
    // serving_chat.py: `max_completion_tokens or max_tokens`
    maxTokens: fields.integer('max_completion_tokens') ?? fields.integer('max_tokens'),
    minTokens: fields.integer('min_tokens') ?? 0,
    logprobs: logprobs ? (fields.integer('top_logprobs') ?? 0) : undefined,
    processor: fields.has('custom_logit_processor'),
  });
  const separates = (fields.flag('separate_reasoning') ?? true) && behaviour.reasoningField !== 'content';
  // protocol.py: only the whole answer has a place for token ids, a chunk of a chat has not.
  const wantsTokens = behaviour.returnsTokens && fields.flag('return_token_ids') === true && !streams;
  const empty = { content: null, reasoning_content: null, tool_calls: null };
  const field = behaviour.reasoningField;
  return chatAnswer(
    {
      id: newId('chatcmpl-'),
      // protocol.py: any name is taken and given back.
      model: fields.text('model') ?? name,
      extras: {},
      // serving_chat.py, _generate_chat_stream: role first, with empty content; absent fields are null.
      opening: { role: 'assistant', ...empty, content: '' },
      ...(wantsTokens && {
        tokens: (tokens: readonly number[]) => ({ token_ids: tokens, prompt_token_ids: prompt }),
      }),
      text: (channel, text, whole) => {
        if (channel === 'answer') return whole ? { content: text } : { ...empty, content: text };
        if (behaviour.hidesThinking) return {};
        return whole ? { [field]: text } : { ...empty, [field]: text };
      },
      finish: ({ reason, matched }) => ({
        finish_reason: reason,
        // The end of the turn is told by its token id.
        matched_stop: matched ?? (reason === 'stop' ? model.turnEnd : null),
      }),
      unfinished: { finish_reason: null, matched_stop: null },
      closingDelta: empty,
      // serving_chat.py: finish reasons come in chunks of their own.
      mergesFinish: false,
      usage: behaviour.usage ? (end) => sglangUsage(end, behaviour) : undefined,
      usageIn: behaviour.usage && fields.object('stream_options')?.include_usage === true ? 'own chunk' : 'nowhere',
      logprobs: logprobs && behaviour.logprobs,
    },
    streams,
    counting(run(model, { ...plan, splits: separates, trims: !streams }), exchange.count),
  );
}

/** The prompt that the chat template makes. */
export function renderPrompt({ model, behaviour }: DialectWorld, fields: Fields): string {
  const turns = readTurns(fields, ['reasoning_content']);
  const effort = fields.any('reasoning_effort');
  const known = effort === undefined || efforts.includes(String(effort)) || isFraction(effort);
  if (!known)
    throw invalidField(
      "Input should be 'none', 'minimal', 'low', 'medium', 'high', 'xhigh' or 'max'",
      'reasoning_effort',
    );
  const kwargs = fields.object('chat_template_kwargs') ?? {};
  // protocol.py, normalize_reasoning_inputs: `none` switches thinking off unless the template is told otherwise.
  const enabled = kwargs.enable_thinking ?? effort !== 'none';
  const told = behaviour.effort && effort !== undefined && effort !== 'none' ? String(effort) : undefined;
  const opening = turnOpening(enabled === false && behaviour.effort ? 'no-thinking' : 'thinking', model.thinking);
  const last = turns.at(-1)!;
  if (last.role !== 'assistant') return turnsText(withEffort(turns, told)) + opening;
  if (behaviour.prefill === 'refused')
    throw invalidField('The last message must not be from the assistant.', 'messages');
  const continues = (fields.flag('continue_final_message') ?? false) && behaviour.prefill === 'continued';
  const before = turns.slice(0, -1);
  // serving_chat.py, _handle_last_assistant_message: continued, its content stands behind the generation prompt, so that
  // it must not open thinking again; otherwise the message is turned into one of the user.
  if (!continues) return turnsText(withEffort([...before, { role: 'user', content: last.content }], told)) + opening;
  const thinking = behaviour.prefilledThinking ? (last.thinking ?? '') : '';
  return turnsText(withEffort(before, told)) + opening + thinking + last.content;
}

function isFraction(effort: unknown): boolean {
  return typeof effort === 'number' && effort >= 0 && effort <= 0.99;
}
