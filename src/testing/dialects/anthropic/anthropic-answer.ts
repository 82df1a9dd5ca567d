import type { Behaviour } from '../behaviour.ts';
import type { Run, RunEnd } from '../model/run.ts';
import type { Answer, Frame } from '../server/answer.ts';

type Json = Record<string, unknown>;

/** What all parts of one answer share. */
export interface AnthropicShape {
  readonly id: string;
  readonly model: string;
  readonly promptTokens: number;
  readonly omitted: boolean;
  readonly behaviour: Behaviour;
}

/** Encrypted thinking in the real API: https://platform.claude.com/docs/en/build-with-claude/extended-thinking */
const signature = 'c2NyaXB0ZWQ=';

/** A message, streamed or whole. */
export async function anthropicAnswer(shape: AnthropicShape, streams: boolean, run: Run): Promise<Answer> {
  if (streams) return { framing: 'events', frames: messageFrames(shape, run) };
  return { status: 200, body: await wholeMessage(shape, run) };
}

/** https://platform.claude.com/docs/en/build-with-claude/streaming, "Event types" */
async function* messageFrames(shape: AnthropicShape, run: Run): AsyncGenerator<Frame> {
  const frame = (type: string, fields: Json = {}): Frame => ({
    event: type,
    data: JSON.stringify({ type, ...fields }),
  });
  const usage = { ...inputUsage(shape, 0), output_tokens: 1 };
  const message = { ...head(shape), content: [], stop_reason: null, stop_sequence: null };
  yield frame('message_start', { message: { ...message, ...(shape.behaviour.usage && { usage }) } });
  yield frame('ping');
  let index = -1;
  let open: 'thinking' | 'answer' | undefined;
  const close = (): Frame[] => {
    if (open === undefined) return [];
    const sign = frame('content_block_delta', { index, delta: { type: 'signature_delta', signature } });
    return [...(open === 'thinking' ? [sign] : []), frame('content_block_stop', { index })];
  };
  for await (const next of run) {
    if ('reason' in next) {
      if (next.reason === 'aborted') return;
      yield* close();
      const output = shape.behaviour.usage ? { usage: outputUsage(shape, next) } : {};
      yield frame('message_delta', { delta: stopOf(next), ...output });
      yield frame('message_stop');
      return;
    }
    for (const { channel, text } of next.parts) {
      if (channel !== open) {
        yield* close();
        index += 1;
        open = channel;
        const block =
          channel === 'thinking' ? { type: 'thinking', thinking: '', signature: '' } : { type: 'text', text: '' };
        yield frame('content_block_start', { index, content_block: block });
      }
      if (channel === 'thinking' && shape.omitted) continue;
      const delta = channel === 'thinking' ? { type: 'thinking_delta', thinking: text } : { type: 'text_delta', text };
      yield frame('content_block_delta', { index, delta });
    }
  }
}

async function wholeMessage(shape: AnthropicShape, run: Run): Promise<Json> {
  const blocks: { channel: 'thinking' | 'answer'; text: string }[] = [];
  let end: RunEnd | undefined;
  for await (const next of run) {
    if ('reason' in next) {
      end = next;
      continue;
    }
    for (const { channel, text } of next.parts) {
      const last = blocks.at(-1);
      if (last?.channel === channel) last.text += text;
      else blocks.push({ channel, text });
    }
  }
  const content = blocks.map(({ channel, text }) =>
    channel === 'answer'
      ? { type: 'text', text }
      : { type: 'thinking', thinking: shape.omitted ? '' : text, signature },
  );
  const usage = { ...inputUsage(shape, end!.usage.cached), ...outputUsage(shape, end!) };
  return { ...head(shape), content, ...stopOf(end!), ...(shape.behaviour.usage && { usage }) };
}

function head({ id, model }: AnthropicShape): Json {
  return { id, type: 'message', role: 'assistant', model };
}

/** https://platform.claude.com/docs/en/api/messages, `stop_reason` */
function stopOf({ reason, matched }: RunEnd): Json {
  if (reason === 'length') return { stop_reason: 'max_tokens', stop_sequence: null };
  if (typeof matched === 'string') return { stop_reason: 'stop_sequence', stop_sequence: matched };
  return { stop_reason: 'end_turn', stop_sequence: null };
}

/** `Usage` of @anthropic-ai/sdk: thinking is part of the output, and told apart in its details. */
function outputUsage({ behaviour }: AnthropicShape, { usage }: RunEnd): Json {
  const details = { output_tokens_details: { thinking_tokens: usage.thinking } };
  return { output_tokens: usage.completion, ...(behaviour.thinkingUsage && details) };
}

/** Input tokens are those that no cache held. */
function inputUsage({ promptTokens, behaviour }: AnthropicShape, cached: number): Json {
  const read = behaviour.cacheUsage ? cached : 0;
  return { input_tokens: promptTokens - read, cache_creation_input_tokens: 0, cache_read_input_tokens: read };
}
