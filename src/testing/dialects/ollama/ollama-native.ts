import type { DialectWorld, Exchange } from '../dialect.ts';
import { turnOpening, turnsText } from '../model/chat-prompt.ts';
import { type Piece, type Run, type RunEnd, run } from '../model/run.ts';
import { Fields } from '../openai-like/fields.ts';
import { chatLogprobs } from '../openai-like/logprobs.ts';
import { readTurns } from '../openai-like/read-turns.ts';
import type { Answer, Frame } from '../server/answer.ts';
import { counting } from '../server/counting.ts';
import { ollamaPlan } from './ollama-plan.ts';
import { ollamaPrompt } from './ollama-prompt.ts';
import { readThink, refuse } from './ollama-think.ts';

type Json = Record<string, unknown>;

/** How one endpoint words a chunk of text. */
type Wording = (content: string, thinking: string) => Json;

/** `POST /api/chat`; server/routes.go:2436-2860 */
export async function ollamaChat(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  const { model, behaviour } = world;
  const fields = new Fields(exchange.body, (message) => refuse(message));
  const name = readModel(world, fields);
  const think = readThink(fields.any('think'), name);
  const prompt = model.encode(ollamaPrompt(model, behaviour, readTurns(fields, ['thinking']), think));
  const wording: Wording = (content, thinking) => ({
    message: { role: 'assistant', content, ...(thinking !== '' && { thinking }) },
  });
  return answer(world, exchange, fields, prompt, name, wording, () => ({}));
}

/** `POST /api/generate`; server/routes.go:246-795 */
export async function ollamaGenerate(world: DialectWorld, exchange: Exchange): Promise<Answer> {
  const { model, behaviour } = world;
  const fields = new Fields(exchange.body, (message) => refuse(message));
  const name = readModel(world, fields);
  const think = readThink(fields.any('think'), name);
  const raw = fields.flag('raw') ?? false;
  const given = fields.text('prompt') ?? '';
  const context = fields.integers('context') ?? [];
  // routes.go:422
  if (raw && (fields.has('template') || fields.has('system') || context.length > 0)) {
    throw refuse('raw mode does not support template, system, or context');
  }
  const system = fields.text('system');
  const turns = [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: given },
  ];
  const opening = turnOpening(think.on || !behaviour.effort ? 'thinking' : 'no-thinking', model.thinking);
  const text = raw ? given : turnsText(turns) + opening;
  const prompt = [...context, ...model.encode(text)];
  const tag = model.thinking.open.trim();
  // routes.go:635-647: thinking is looked for in raw mode, too, but from the opening tag only: a prompt that goes on
  // behind it gets its thinking as response, end and all.
  const startsInside = raw ? think.on && text.trimEnd().endsWith(tag) : undefined;
  const wording: Wording = (content, thinking) => ({ response: content, ...(thinking !== '' && { thinking }) });
  // routes.go:712: the tokens so far, to go on with, but not in raw mode.
  const trailer = (written: readonly number[]): Json => (raw ? {} : { context: [...prompt, ...written] });
  return answer(world, exchange, fields, prompt, name, wording, trailer, startsInside);
}

function readModel({ name }: DialectWorld, fields: Fields): string {
  const asked = fields.text('model') ?? '';
  // routes.go:281 and 2485
  if (asked !== name && asked !== `${name}:latest`) throw refuse(`model '${asked}' not found`, 404);
  return asked;
}

async function answer(
  world: DialectWorld,
  exchange: Exchange,
  fields: Fields,
  prompt: readonly number[],
  name: string,
  wording: Wording,
  trailer: (written: readonly number[]) => Json,
  startsInside?: boolean,
): Promise<Answer> {
  const options = new Fields(fields.object('options') ?? {}, (message) => refuse(message));
  const top = fields.integer('top_logprobs') ?? 0;
  // routes.go:257 and 2453
  if (top < 0 || top > 20) throw refuse('top_logprobs must be between 0 and 20');
  const wantsLogprobs = world.behaviour.logprobs && fields.flag('logprobs') === true;
  const plan = ollamaPlan(world, options, exchange, prompt, wantsLogprobs ? top : undefined);
  const pieces = counting(
    run(world.model, { ...plan, ...(startsInside !== undefined && { startsInside }) }),
    exchange.count,
  );
  const objects = chunks(pieces, world, name, wording, trailer, wantsLogprobs);
  // routes.go: streams unless told otherwise.
  if (fields.flag('stream') ?? true) return { framing: 'lines', frames: lines(objects) };
  return { status: 200, body: await joined(objects, wording) };
}

/** What one endpoint sends, object by object; the last one has the counts. */
async function* chunks(
  pieces: Run,
  { behaviour }: DialectWorld,
  name: string,
  wording: Wording,
  trailer: (written: readonly number[]) => Json,
  wantsLogprobs: boolean,
): AsyncGenerator<{ object: Json; content: string; thinking: string }> {
  const written: number[] = [];
  const began = performance.now();
  const head = (): Json => ({ model: name, created_at: new Date().toISOString() });
  for await (const next of pieces) {
    if ('reason' in next) {
      if (next.reason === 'aborted') return;
      const counts = behaviour.usage ? metrics(next, performance.now() - began) : {};
      const done = { done: true, done_reason: next.reason, ...trailer(written), ...counts };
      yield { object: { ...head(), ...wording('', ''), ...done }, content: '', thinking: '' };
      return;
    }
    written.push(...next.tokens);
    const { content, thinking } = texts(next, behaviour.hidesThinking);
    if (content === '' && thinking === '') continue;
    const logprobs = wantsLogprobs ? { logprobs: chatLogprobs(next.logprobs).content } : {};
    yield { object: { ...head(), ...wording(content, thinking), done: false, ...logprobs }, content, thinking };
  }
}

function texts({ parts }: Piece, hidesThinking: boolean): { content: string; thinking: string } {
  const of = (channel: 'thinking' | 'answer'): string =>
    parts.map((part) => (part.channel === channel ? part.text : '')).join('');
  return { content: of('answer'), thinking: hidesThinking ? '' : of('thinking') };
}

/** docs/api/usage.mdx: durations in nanoseconds; thinking counts as output and is not told apart. */
function metrics({ usage }: RunEnd, milliseconds: number): Json {
  const nanoseconds = Math.round(milliseconds * 1e6);
  return {
    total_duration: nanoseconds,
    load_duration: 0,
    prompt_eval_count: usage.prompt,
    prompt_eval_duration: 0,
    eval_count: usage.completion,
    eval_duration: nanoseconds,
  };
}

async function* lines(objects: AsyncIterable<{ object: Json }>): AsyncGenerator<Frame> {
  for await (const { object } of objects) yield { data: JSON.stringify(object) };
}

/** One object instead of many: routes.go:753-792. */
async function joined(
  objects: AsyncIterable<{ object: Json; content: string; thinking: string }>,
  wording: Wording,
): Promise<Json> {
  let [content, thinking] = ['', ''];
  let last: Json = {};
  const logprobs: unknown[] = [];
  for await (const next of objects) {
    content += next.content;
    thinking += next.thinking;
    last = next.object;
    if (Array.isArray(last.logprobs)) logprobs.push(...last.logprobs);
  }
  return { ...last, ...wording(content, thinking), ...(logprobs.length > 0 && { logprobs }) };
}
