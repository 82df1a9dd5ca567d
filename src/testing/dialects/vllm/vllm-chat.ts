import type { DialectWorld, Exchange } from '../dialect.ts';
import { openTurn, turnOpening, turnsText, withEffort } from '../model/chat-prompt.ts';
import { run } from '../model/run.ts';
import { chatAnswer } from '../openai-like/chat-answer.ts';
import { Fields } from '../openai-like/fields.ts';
import { readTurns } from '../openai-like/read-turns.ts';
import type { Answer } from '../server/answer.ts';
import { counting } from '../server/counting.ts';
import { newId } from '../server/new-id.ts';
import { checkModel } from './check-model.ts';
import { invalidField } from './vllm-error.ts';
import { vllmPlan } from './vllm-plan.ts';
import { vllmUsage } from './vllm-usage.ts';

/** vllm/entrypoints/openai/chat_completion/protocol.py, ChatCompletionRequest.reasoning_effort */
const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/**
 * `POST /v1/chat/completions`
 *
 * vllm/entrypoints/openai/chat_completion/protocol.py and serving.py
 */
export async function vllmChat(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  const { model, behaviour, name } = world;
  const fields = new Fields(exchange.body, invalidField);
  checkModel(fields, name);
  const streams = fields.flag('stream') ?? false;
  const options = fields.object('stream_options');
  // protocol.py, validate_stream_options
  if (options !== undefined && !streams) {
    throw invalidField('Stream options can only be defined when `stream=True`.', 'stream_options');
  }
  // protocol.py, check_logprobs
  const logprobs = fields.flag('logprobs') ?? false;
  const top = fields.integer('top_logprobs') ?? 0;
  if (top > 0 && !logprobs) {
    throw invalidField('when using `top_logprobs`, `logprobs` must be set to true.', 'top_logprobs');
  }
  const prompt = model.encode(renderPrompt(world, fields));
  const asked = {
    maxTokens: fields.integer('max_completion_tokens') ?? fields.integer('max_tokens'),
    logprobs: logprobs ? top : undefined,
  };
  const shows = fields.flag('include_reasoning') ?? true;
  const plan = {
    ...vllmPlan(world, fields, exchange, prompt, asked),
    splits: behaviour.reasoningField !== 'content',
  };
  const wantsTokens = behaviour.returnsTokens && fields.flag('return_token_ids') === true;
  const field = behaviour.reasoningField;
  return chatAnswer(
    {
      id: newId('chatcmpl-'),
      model: name,
      extras: {},
      // serving.py: the role comes in a chunk of its own, with empty content; with it come the prompt's token ids.
      opening: { role: 'assistant', content: '' },
      ...(wantsTokens && {
        openingExtras: { prompt_token_ids: prompt },
        wholeExtras: () => ({ prompt_token_ids: prompt }),
        tokens: (tokens: readonly number[]) => ({ token_ids: tokens }),
      }),
      // protocol.py: `reasoning`, which was `reasoning_content` in older releases; without include_reasoning it is dropped.
      text: (channel, text) => {
        if (channel === 'answer') return { content: text };
        return shows && !behaviour.hidesThinking ? { [field]: text } : {};
      },
      // protocol.py: stop_reason is the stop that came, null for the end of the turn.
      finish: ({ reason, matched }) => ({ finish_reason: reason, stop_reason: matched ?? null }),
      unfinished: { finish_reason: null },
      closingDelta: { content: '' },
      mergesFinish: true,
      usage: behaviour.usage ? (end) => vllmUsage(end, behaviour, true) : undefined,
      usageIn: behaviour.usage && options?.include_usage === true ? 'own chunk' : 'nowhere',
      logprobs: logprobs && behaviour.logprobs,
    },
    streams,
    counting(run(model, plan), exchange.count),
  );
}

/** The prompt that the chat template makes. */
export function renderPrompt({ model, behaviour }: DialectWorld, fields: Fields): string {
  // protocol.py, _normalize_messages_before: either name is read.
  const turns = readTurns(fields, ['reasoning', 'reasoning_content']);
  const effort = fields.text('reasoning_effort');
  if (effort !== undefined && !efforts.includes(effort)) {
    throw invalidField(`Input should be ${efforts.map((value) => `'${value}'`).join(', ')}`, 'reasoning_effort');
  }
  const continues = fields.flag('continue_final_message') ?? false;
  // protocol.py, check_generation_prompt
  if (continues && fields.flag('add_generation_prompt') === true) {
    throw invalidField(
      'Cannot set both `continue_final_message` and `add_generation_prompt` to True.',
      'add_generation_prompt',
    );
  }
  // protocol.py, build_chat_params: the effort reaches the template, and `none` switches thinking off; templates that do
  // not know a variable ignore it, `thinking_budget` among them.
  const kwargs = fields.object('chat_template_kwargs') ?? {};
  const enabled = kwargs.enable_thinking ?? (effort === undefined ? true : effort !== 'none');
  const told = behaviour.effort && effort !== 'none' ? effort : undefined;
  const opening = enabled === false && behaviour.effort ? 'no-thinking' : 'thinking';
  const last = turns.at(-1)!;
  if (!continues || behaviour.prefill === 'ignored' || last.role !== 'assistant') {
    const generates = fields.flag('add_generation_prompt') ?? true;
    return turnsText(withEffort(turns, told)) + (generates || continues ? turnOpening(opening, model.thinking) : '');
  }
  // Only as a switched behaviour (the wording is ours).
  if (behaviour.prefill === 'refused') throw invalidField('The final message cannot be continued.', 'messages');
  const before = turnsText(withEffort(turns.slice(0, -1), told));
  // The template closes the thinking of the message, and its content is left open.
  if (!behaviour.prefilledThinking || last.content !== '') return before + openTurn(last, model.thinking);
  return before + turnOpening('thinking', model.thinking) + (last.thinking ?? '');
}
