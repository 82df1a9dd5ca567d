import type { Piece, Run, RunEnd } from '../model/run.ts';
import type { Answer, Frame } from '../server/answer.ts';
import { created } from './chat-answer.ts';
import { completionLogprobs } from './logprobs.ts';

type Json = Record<string, unknown>;

/** How one host words the answers of its text completions. */
export interface CompletionShape {
  readonly id: string;
  readonly model: string;
  readonly extras: Json;
  /** Fields of a choice for tokens, where they are asked for; `first` in the first chunk and in the whole answer. */
  readonly tokens?: (tokens: readonly number[], first: boolean) => Json;
  readonly finish: (end: RunEnd) => Json;
  readonly unfinished: Json;
  readonly mergesFinish: boolean;
  readonly usage: ((end: RunEnd) => Json) | undefined;
  readonly usageIn: 'own chunk' | 'nowhere';
  readonly logprobs: boolean;
}

/** A text completion, streamed or whole. */
export async function completionAnswer(shape: CompletionShape, streams: boolean, run: Run): Promise<Answer> {
  if (streams) return { framing: 'events', frames: completionFrames(shape, run) };
  return { status: 200, body: await wholeCompletion(shape, run) };
}

async function* completionFrames(shape: CompletionShape, run: Run): AsyncGenerator<Frame> {
  const chunk = (choices: readonly Json[], extras: Json = {}): Frame => ({
    data: JSON.stringify({ ...head(shape), choices, ...extras }),
  });
  let offset = 0;
  let first = true;
  let lastChoice: Json | undefined;
  for await (const next of run) {
    if ('reason' in next) {
      const end = next;
      if (end.reason === 'aborted') return;
      yield chunk([{ ...(lastChoice ?? { index: 0, text: '' }), ...shape.finish(end) }]);
      if (shape.usageIn === 'own chunk') yield chunk([], { usage: shape.usage?.(end) ?? {} });
      yield { data: '[DONE]' };
      return;
    }
    const { parts, tokens, logprobs, last } = next;
    const text = parts.map((part) => part.text).join('');
    if (text === '' && shape.tokens === undefined && !last) continue;
    const choice = {
      index: 0,
      text,
      ...shape.tokens?.(tokens, first),
      logprobs: shape.logprobs ? completionLogprobs(logprobs, offset) : null,
    };
    first = false;
    offset += text.length;
    if (last && shape.mergesFinish) lastChoice = choice;
    else if (text !== '' || shape.tokens !== undefined) yield chunk([{ ...choice, ...shape.unfinished }]);
  }
}

async function wholeCompletion(shape: CompletionShape, run: Run): Promise<Json> {
  const all: Piece[] = [];
  let end: RunEnd | undefined;
  for await (const next of run) {
    if ('parts' in next) all.push(next);
    else end = next;
  }
  const logprobs = all.flatMap((piece) => piece.logprobs);
  return {
    ...head(shape),
    choices: [
      {
        index: 0,
        text: all.flatMap((piece) => piece.parts.map((part) => part.text)).join(''),
        logprobs: shape.logprobs ? completionLogprobs(logprobs, 0) : null,
        ...shape.tokens?.(
          all.flatMap((piece) => piece.tokens),
          true,
        ),
        ...shape.finish(end!),
      },
    ],
    ...(shape.usage && { usage: shape.usage(end!) }),
  };
}

function head(shape: CompletionShape): Json {
  return { id: shape.id, object: 'text_completion', created: created(), model: shape.model, ...shape.extras };
}
