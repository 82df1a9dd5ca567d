import type { Piece, Run, RunEnd } from '../model/run.ts';
import type { Answer, Frame } from '../server/answer.ts';
import { chatLogprobs } from './logprobs.ts';

type Json = Record<string, unknown>;

/** How one host words the answers of its chat completions. */
export interface ChatShape {
  readonly id: string;
  readonly model: string;
  /** Fields beside `id` in every chunk and in the whole answer. */
  readonly extras: Json;
  /** Fields beside those in the whole answer only. */
  readonly wholeExtras?: (tokens: readonly number[]) => Json;
  /** The delta that opens a stream, in a chunk of its own; undefined where the role comes with the first text. */
  readonly opening: Json | undefined;
  /** Fields beside `choices` in the first chunk. */
  readonly openingExtras?: Json;
  /** Text as fields of a delta, or of a message. */
  readonly text: (channel: 'thinking' | 'answer', text: string, whole: boolean) => Json;
  /** Fields of a choice for tokens: ids, where they are asked for. */
  readonly tokens?: (tokens: readonly number[]) => Json;
  /** `finish_reason` and what stands beside it. */
  readonly finish: (end: RunEnd) => Json;
  /** Fields of a choice in every chunk before the last. */
  readonly unfinished: Json;
  /** The delta of a last chunk that carries no text. */
  readonly closingDelta: Json;
  /** The finish reason comes with the last text, not in a chunk of its own. */
  readonly mergesFinish: boolean;
  /** The usage of a request; undefined where none is reported. */
  readonly usage: ((end: RunEnd) => Json) | undefined;
  /** Where a stream reports its usage. */
  readonly usageIn: 'own chunk' | 'own chunk with choices' | 'last chunk' | 'nowhere';
  readonly logprobs: boolean;
}

/** A chat completion, streamed or whole. */
export async function chatAnswer(shape: ChatShape, streams: boolean, run: Run): Promise<Answer> {
  if (streams) return { framing: 'events', frames: chatFrames(shape, run) };
  return { status: 200, body: await wholeChat(shape, run) };
}

async function* chatFrames(shape: ChatShape, run: Run): AsyncGenerator<Frame> {
  const chunk = (choices: readonly Json[], extras: Json = {}): Frame => ({
    data: JSON.stringify({
      id: shape.id,
      object: 'chat.completion.chunk',
      created: created(),
      model: shape.model,
      ...shape.extras,
      choices,
      ...extras,
    }),
  });
  if (shape.opening !== undefined) {
    yield chunk([{ index: 0, delta: shape.opening, ...shape.unfinished }], shape.openingExtras);
  }
  let first = shape.opening === undefined;
  let lastChoice: Json | undefined;
  for await (const next of run) {
    if ('reason' in next) {
      const end = next;
      if (end.reason === 'aborted') return;
      const usage = shape.usage?.(end) ?? {};
      const choice = { ...(lastChoice ?? { index: 0, delta: shape.closingDelta }), ...shape.finish(end) };
      yield chunk([choice], shape.usageIn === 'last chunk' ? { usage } : {});
      if (shape.usageIn === 'own chunk') yield chunk([], { usage });
      if (shape.usageIn === 'own chunk with choices') {
        yield chunk([{ index: 0, delta: shape.closingDelta, ...shape.unfinished }], { usage });
      }
      yield { data: '[DONE]' };
      return;
    }
    const { parts, tokens, logprobs, last } = next;
    const beside = { ...shape.tokens?.(tokens), ...(shape.logprobs && { logprobs: chatLogprobs(logprobs) }) };
    const wantsEmpty = parts.length === 0 && shape.tokens !== undefined;
    const deltas = wantsEmpty ? [{}] : parts.map(({ channel, text }) => shape.text(channel, text, false));
    for (const [index, delta] of deltas.entries()) {
      const role = first ? { role: 'assistant' } : {};
      first = false;
      const choice = { index: 0, delta: { ...role, ...delta }, ...(index === 0 ? beside : {}) };
      if (last && shape.mergesFinish && index === deltas.length - 1) lastChoice = choice;
      else yield chunk([{ ...choice, ...shape.unfinished }]);
    }
  }
}

async function wholeChat(shape: ChatShape, run: Run): Promise<Json> {
  const all: Piece[] = [];
  let end: RunEnd | undefined;
  for await (const next of run) {
    if ('parts' in next) all.push(next);
    else end = next;
  }
  const parts = all.flatMap((piece) => piece.parts);
  const textOf = (channel: 'thinking' | 'answer'): string =>
    parts.map((part) => (part.channel === channel ? part.text : '')).join('');
  const tokens = all.flatMap((piece) => piece.tokens);
  return {
    id: shape.id,
    object: 'chat.completion',
    created: created(),
    model: shape.model,
    ...shape.extras,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          ...shape.text('answer', textOf('answer'), true),
          ...(parts.some(({ channel }) => channel === 'thinking') && shape.text('thinking', textOf('thinking'), true)),
        },
        ...shape.tokens?.(tokens),
        logprobs: shape.logprobs ? chatLogprobs(all.flatMap((piece) => piece.logprobs)) : null,
        ...shape.finish(end!),
      },
    ],
    ...(shape.usage && { usage: shape.usage(end!) }),
    ...shape.wholeExtras?.(tokens),
  };
}

/** Seconds since 1970. */
export function created(): number {
  return Math.floor(Date.now() / 1000);
}
