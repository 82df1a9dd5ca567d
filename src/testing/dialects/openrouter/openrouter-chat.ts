import type { DialectWorld, Exchange } from '../dialect.ts';
import { openTurn, turnOpening, turnsText, withEffort } from '../model/chat-prompt.ts';
import { type RunEnd, run } from '../model/run.ts';
import { chatAnswer } from '../openai-like/chat-answer.ts';
import { Fields } from '../openai-like/fields.ts';
import { readSampling, readSeed } from '../openai-like/read-sampling.ts';
import { readTurns } from '../openai-like/read-turns.ts';
import type { Answer, Frame } from '../server/answer.ts';
import { counting } from '../server/counting.ts';
import { newId } from '../server/new-id.ts';
import { openrouterError } from './openrouter-error.ts';
import { type Reasoning, readReasoning, takesEffort } from './openrouter-reasoning.ts';

/**
 * `POST /api/v1/chat/completions`
 *
 * https://openrouter.ai/docs/api/reference/overview; parameters a model does not know are dropped
 * (https://openrouter.ai/docs/api/reference/parameters).
 */
export async function openrouterChat(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  const { model, behaviour, name } = world;
  const fields = new Fields(exchange.body, (message, field) => openrouterError(400, `${field}: ${message}`));
  const asked = fields.text('model') ?? name;
  // https://github.com/OpenRouterTeam/openrouter-examples/issues/74
  if (asked !== name) throw openrouterError(400, `${asked} is not a valid model ID`);
  const maxTokens = fields.integer('max_completion_tokens') ?? fields.integer('max_tokens');
  const reasoning = readReasoning(fields, name, maxTokens ?? model.contextSize);
  const prompt = model.encode(renderPrompt(world, fields, reasoning));
  const room = model.contextSize - prompt.length;
  if (room < 1) {
    throw openrouterError(
      400,
      `This endpoint's maximum context length is ${model.contextSize} tokens. However, you requested about ` +
        `${prompt.length} tokens. Please reduce the length of either one.`,
    );
  }
  const logprobs = behaviour.logprobs && fields.flag('logprobs') === true;
  const plan = {
    prompt,
    maxTokens: Math.min(maxTokens ?? room, room),
    ...(behaviour.stops && { stops: fields.texts('stop'), stopsIn: 'answer' as const }),
    sampling: readSampling(fields),
    seed: readSeed(fields),
    ...(logprobs && { logprobs: fields.integer('top_logprobs') ?? 0 }),
    splits: behaviour.reasoningField !== 'content',
    trims: true,
    ...(reasoning.budget !== undefined &&
      behaviour.maximum === 'held' && {
        thinkingLimit: { tokens: reasoning.budget + behaviour.overshoot, force: model.encode(model.thinking.close) },
      }),
    signal: exchange.signal,
  };
  // "Some reasoning models do not return their reasoning tokens", OpenAI's among them.
  const hidden = reasoning.excluded || behaviour.hidesThinking || name.startsWith('openai/');
  const field = behaviour.reasoningField;
  const streams = fields.flag('stream') ?? false;
  const id = newId('gen-');
  const answer = await chatAnswer(
    {
      id,
      model: name,
      extras: { provider: providerOf(name) },
      opening: undefined,
      // https://github.com/spring-projects/spring-ai/issues/5265 shows a chunk.
      text: (channel, text, whole) => {
        const role = whole ? {} : { role: 'assistant' };
        if (channel === 'answer') return { ...role, content: text };
        if (hidden) return {};
        const detail = { type: 'reasoning.text', text, format: 'unknown', index: 0 };
        return { ...role, ...(!whole && { content: '' }), [field]: text, reasoning_details: [detail] };
      },
      finish: ({ reason }) => ({ finish_reason: reason, native_finish_reason: reason }),
      unfinished: { finish_reason: null, native_finish_reason: null, logprobs: null },
      closingDelta: { role: 'assistant', content: '' },
      mergesFinish: false,
      usage: behaviour.usage ? (end) => usageOf(end, world) : undefined,
      // https://openrouter.ai/docs/use-cases/usage-accounting: always, in the last message of a stream.
      usageIn: behaviour.usage ? 'own chunk with choices' : 'nowhere',
      logprobs,
    },
    streams,
    counting(run(model, plan), exchange.count),
  );
  if (!('framing' in answer)) return { ...answer, headers: { 'x-generation-id': id } };
  return { ...answer, headers: { 'x-generation-id': id }, frames: withComment(answer.frames) };
}

/** https://openrouter.ai/docs/api/reference/streaming: comments keep the connection alive. */
async function* withComment(frames: AsyncIterable<Frame>): AsyncGenerator<Frame> {
  yield { data: 'OPENROUTER PROCESSING', comment: true };
  yield* frames;
}

function renderPrompt({ model, behaviour, name }: DialectWorld, fields: Fields, reasoning: Reasoning): string {
  const turns = readTurns(fields, ['reasoning', 'reasoning_content']);
  const told = behaviour.effort ? reasoning.effort : undefined;
  const opening = turnOpening(reasoning.on || !behaviour.effort ? 'thinking' : 'no-thinking', model.thinking);
  const last = turns.at(-1)!;
  if (last.role !== 'assistant' || behaviour.prefill === 'ignored' || takesEffort(name)) {
    return turnsText(withEffort(turns, told)) + opening;
  }
  if (behaviour.prefill === 'refused' || refusesPrefill(name)) {
    // What the provider says comes as metadata: https://openrouter.ai/docs/api/reference/errors-and-debugging
    const raw = 'This model does not support assistant message prefill. The conversation must end with a user message.';
    throw openrouterError(400, 'Provider returned error', { raw, provider_name: providerOf(name) });
  }
  // https://openrouter.ai/docs/api/reference/overview, "Assistant Prefill"
  const before = turnsText(withEffort(turns.slice(0, -1), told));
  if (!behaviour.prefilledThinking || last.content !== '') return before + openTurn(last, model.thinking);
  return before + turnOpening('thinking', model.thinking) + (last.thinking ?? '');
}

/** Claude from 4.6 on: https://github.com/router-for-me/CLIProxyAPI/issues/5319 */
function refusesPrefill(name: string): boolean {
  const [, major, minor] = name.match(/^anthropic\/claude-[a-z]+-(\d+)(?:\.(\d+))?/) ?? [];
  return major !== undefined && (Number(major) > 4 || (Number(major) === 4 && Number(minor ?? 0) >= 6));
}

function providerOf(name: string): string {
  const [maker = ''] = name.split('/');
  return maker.slice(0, 1).toUpperCase() + maker.slice(1);
}

/** https://openrouter.ai/docs/use-cases/usage-accounting */
function usageOf({ usage }: RunEnd, { behaviour }: DialectWorld): Record<string, unknown> {
  return {
    prompt_tokens: usage.prompt,
    completion_tokens: usage.completion,
    total_tokens: usage.prompt + usage.completion,
    cost: 0,
    is_byok: false,
    ...(behaviour.cacheUsage && { prompt_tokens_details: { cached_tokens: usage.cached } }),
    ...(behaviour.thinkingUsage && { completion_tokens_details: { reasoning_tokens: usage.thinking } }),
  };
}
