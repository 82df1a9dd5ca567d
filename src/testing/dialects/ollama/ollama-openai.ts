import type { DialectWorld, Exchange } from '../dialect.ts';
import { turnOpening, turnsText } from '../model/chat-prompt.ts';
import { type RunEnd, run } from '../model/run.ts';
import { chatAnswer } from '../openai-like/chat-answer.ts';
import { completionAnswer } from '../openai-like/completion-answer.ts';
import { Fields, isObject } from '../openai-like/fields.ts';
import { readTurns } from '../openai-like/read-turns.ts';
import { type Answer, Refusal } from '../server/answer.ts';
import { counting } from '../server/counting.ts';
import { newId } from '../server/new-id.ts';
import { answersOnly } from './answers-only.ts';
import { ollamaError } from './ollama-error.ts';
import { ollamaPlan } from './ollama-plan.ts';
import { ollamaPrompt } from './ollama-prompt.ts';
import { readThink, thinkOfEffort } from './ollama-think.ts';

/**
 * `POST /v1/chat/completions`: the OpenAI-compatible API of Ollama, which it translates into its own.
 *
 * openai/openai.go:549-722 (request), 269-394 (answers), middleware/openai.go:70-170 (stream)
 */
export function ollamaOpenaiChat(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  return asOpenai(async () => {
    const { model, behaviour } = world;
    const fields = new Fields(exchange.body, (message) => ollamaError(400, message));
    const name = readModel(world, fields);
    // openai.go:693-699: `reasoning` wins over `reasoning_effort`.
    const reasoning = fields.object('reasoning');
    const effort = reasoning === undefined ? fields.text('reasoning_effort') : reasoning.effort;
    const think = readThink(thinkOfEffort(typeof effort === 'string' ? effort : undefined), name);
    const turns = readTurns(fields, ['reasoning']);
    const streams = fields.flag('stream') ?? false;
    const logprobs = behaviour.logprobs && fields.flag('logprobs') === true;
    const prompt = model.encode(ollamaPrompt(model, behaviour, turns, think));
    const top = fields.integer('top_logprobs') ?? 0;
    const plan = ollamaPlan(world, optionsOf(fields), exchange, prompt, logprobs ? top : undefined);
    const field = behaviour.reasoningField;
    return chatAnswer(
      {
        id: newId('chatcmpl-'),
        model: name,
        extras: { system_fingerprint: 'fp_ollama' },
        // openai.go:301-339: the role comes with the first text; content is there even where it is empty.
        opening: undefined,
        text: (channel, text, whole) => {
          if (channel === 'answer') return { content: text };
          if (behaviour.hidesThinking) return {};
          return whole ? { [field]: text } : { content: '', [field]: text };
        },
        finish: ({ reason }) => ({ finish_reason: reason }),
        unfinished: { finish_reason: null },
        closingDelta: {},
        // openai.go:367: a chunk of its own with an empty delta.
        mergesFinish: false,
        usage: behaviour.usage ? usageOf : undefined,
        usageIn: behaviour.usage && wantsUsage(fields) ? 'own chunk' : 'nowhere',
        logprobs,
      },
      streams,
      counting(run(model, plan), exchange.count),
    );
  });
}

/**
 * `POST /v1/completions`: the prompt is not continued as it is, but put into the chat template; thinking happens and is
 * not shown.
 *
 * openai/openai.go:140 (a prompt is a string), 787-840 (no raw mode), 407-448 (only the response is given)
 */
export function ollamaOpenaiCompletions(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  return asOpenai(async () => {
    const { model, behaviour } = world;
    const fields = new Fields(exchange.body, (message) => ollamaError(400, message));
    const name = readModel(world, fields);
    if (Array.isArray(fields.any('prompt'))) {
      throw ollamaError(
        400,
        'json: cannot unmarshal array into Go struct field CompletionRequest.prompt of type string',
      );
    }
    const think = readThink(undefined, name);
    const turn = { role: 'user', content: fields.text('prompt') ?? '' };
    const opening = turnOpening(think.on ? 'thinking' : 'no-thinking', model.thinking);
    const prompt = model.encode(turnsText([turn]) + opening);
    const plan = ollamaPlan(world, optionsOf(fields), exchange, prompt, undefined);
    return completionAnswer(
      {
        id: newId('cmpl-'),
        model: name,
        extras: { system_fingerprint: 'fp_ollama' },
        finish: ({ reason }) => ({ finish_reason: reason }),
        unfinished: { finish_reason: null },
        mergesFinish: false,
        usage: behaviour.usage ? usageOf : undefined,
        usageIn: behaviour.usage && wantsUsage(fields) ? 'own chunk' : 'nowhere',
        logprobs: false,
      },
      fields.flag('stream') ?? false,
      answersOnly(counting(run(model, plan), exchange.count)),
    );
  });
}

/** The fields that become options: openai.go:627-677. Others have no effect. */
function optionsOf(fields: Fields): Fields {
  const maxTokens = fields.integer('max_tokens');
  return new Fields(
    {
      ...(maxTokens !== undefined && { num_predict: maxTokens }),
      ...(fields.has('stop') && { stop: fields.any('stop') }),
      temperature: fields.number('temperature') ?? 1,
      top_p: fields.number('top_p') ?? 1,
      ...(fields.has('seed') && { seed: fields.integer('seed') }),
    },
    (message) => ollamaError(400, message),
  );
}

function readModel({ name }: DialectWorld, fields: Fields): string {
  const asked = fields.text('model') ?? '';
  if (asked !== name && asked !== `${name}:latest`) throw ollamaError(404, `model '${asked}' not found`);
  return asked;
}

function wantsUsage(fields: Fields): boolean {
  return fields.object('stream_options')?.include_usage === true;
}

/** openai.go:240-246: no details. */
function usageOf({ usage }: RunEnd): Record<string, unknown> {
  return {
    prompt_tokens: usage.prompt,
    completion_tokens: usage.completion,
    total_tokens: usage.prompt + usage.completion,
  };
}

/** Errors of Ollama's own API in the words of OpenAI's: middleware/openai.go:60-73, writeError. */
async function asOpenai(handle: () => Promise<Answer>): Promise<Answer> {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof Refusal && isObject(error.body) && typeof error.body.error === 'string') {
      throw ollamaError(error.status, error.body.error);
    }
    throw error;
  }
}
