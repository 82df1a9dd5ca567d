import type { ThinkingFormat } from '../../../core/thinking-format.ts';
import { type ChatEvent, readChatEvent } from '../chat-event.ts';
import type { ChatForm } from '../chat-form.ts';
import { streamFields } from '../completions-text-dialect.ts';
import { assumed, type Fact, observed } from '../fact.ts';
import { type JsonObject, objectOf, textOf } from '../json-value.ts';
import { samplingFields } from '../sampling-fields.ts';
import type { FieldSet } from '../server-facts.ts';
import { isRefusal, type ProbeContext } from './probe-context.ts';

export interface ChatFacts {
  readonly chat: Fact<boolean>;
  readonly reasoningField: Fact<string | undefined>;
  readonly chatContinuation: Fact<ChatForm | undefined>;
  readonly renders: Fact<boolean>;
}

interface Server {
  readonly model: string;
  readonly fields: FieldSet;
  readonly format: ThinkingFormat;
}

/** A question whose answer, or whose thinking, is long enough to be cut in two. */
const question = 'Count from 1 to 30. Write nothing but the numbers, with spaces between them.';
const wanted = 24;
const none: Fact<boolean> = assumed(false, 'there is no chat');

/** Whether messages are answered, where the thinking comes, and whether a begun answer is continued. */
export async function tryChat(context: ProbeContext, server: Server): Promise<ChatFacts> {
  const natural = await say(context, server, []);
  if (typeof natural === 'string') {
    const how = `POST /chat/completions: ${natural}`;
    return {
      chat: observed(false, how),
      reasoningField: assumed(undefined, how),
      chatContinuation: assumed(undefined, how),
      renders: none,
    };
  }
  const field = natural.find((event) => event.reasoningField !== undefined)?.reasoningField;
  const rendered = await tryRendered(context, server);
  const continuation = rendered ?? (await tryObserved(context, server, natural, field));
  return {
    chat: observed(true, 'POST /chat/completions answered'),
    reasoningField: observed(
      field,
      field === undefined ? 'the answer had no thinking beside its content' : `the answer had ${field}`,
    ),
    chatContinuation: continuation,
    renders: observed(rendered !== undefined, 'POST /apply-template'),
  };
}

/** The last message that begins an answer, in the form to be tried, with the fields that go with it. */
export function beginning(
  form: ChatForm,
  field: string,
  begun: { readonly thinking?: string; readonly content?: string },
): { readonly message: JsonObject; readonly fields: JsonObject } {
  const { thinking, content = '' } = begun;
  return {
    message: {
      role: 'assistant',
      content,
      ...(thinking === undefined ? {} : { [field]: thinking }),
      ...(form.sign === 'prefix' ? { prefix: true } : {}),
    },
    fields:
      form.sign === 'continue_final_message' ? { add_generation_prompt: false, continue_final_message: true } : {},
  };
}

/** llama-server shows the prompt it makes of messages: no need to guess from what the model writes. */
async function tryRendered(context: ProbeContext, server: Server): Promise<Fact<ChatForm | undefined> | undefined> {
  const user = { role: 'user', content: question };
  const mark = 'seven eleven';
  const render = async (
    form: ChatForm,
    begun: { thinking?: string; content?: string },
  ): Promise<string | undefined> => {
    const { message, fields } = beginning(form, 'reasoning_content', begun);
    const answer = await context.ask({
      path: '/apply-template',
      body: { model: server.model, messages: [user, message], ...fields },
    });
    return isRefusal(answer) ? undefined : textOf(objectOf(answer.value).prompt);
  };
  const plain = await context.ask({ path: '/apply-template', body: { model: server.model, messages: [user] } });
  if (isRefusal(plain) || textOf(objectOf(plain.value).prompt) === undefined) return undefined;
  for (const sign of ['continue_final_message', 'none'] as const) {
    const reasoning: ChatForm = { place: 'reasoning', sign, opened: false };
    const thought = await render(reasoning, { thinking: mark });
    const answered = await render(reasoning, { thinking: mark, content: mark });
    if (thought?.endsWith(mark) && answered?.endsWith(mark) && answered.split(mark).length === 3) {
      return observed(reasoning, 'POST /apply-template: the prompt ends in the thinking that was begun');
    }
    const content: ChatForm = { place: 'content', sign, opened: false };
    const text = await render(content, { content: mark });
    const before = text?.endsWith(mark) ? text.slice(0, -mark.length).trimEnd() : undefined;
    // A template may close an empty block of thinking in front of a begun answer: nothing can be thought there.
    if (before !== undefined && !endsWithAny(before, server.format.ends)) {
      const opened = endsWithAny(before, [server.format.open, ...server.format.reopens]);
      return observed({ ...content, opened }, 'POST /apply-template: the prompt ends in the content that was begun');
    }
  }
  return observed(undefined, 'POST /apply-template: no begun message stands at the end of the prompt');
}

function endsWithAny(text: string, marks: readonly string[]): boolean {
  return marks.some((mark) => mark.trim() !== '' && text.endsWith(mark.trim()));
}

/** Cuts what the model writes by itself in two, gives it the first half, and looks whether the second one comes. */
async function tryObserved(
  context: ProbeContext,
  server: Server,
  natural: readonly ChatEvent[],
  field: string | undefined,
): Promise<Fact<ChatForm | undefined>> {
  const seen: string[] = [];
  for (const place of ['reasoning', 'content'] as const) {
    const texts = natural.map((event) => (place === 'reasoning' ? event.reasoning : event.content)).filter(Boolean);
    const whole = texts.join('');
    const half = texts.slice(0, Math.ceil(texts.length / 2)).join('');
    const rest = whole.slice(half.length);
    if (half.trim().length < 6 || rest.trim().length < 6) {
      seen.push(`${place}: too little to tell`);
      continue;
    }
    for (const sign of ['continue_final_message', 'prefix', 'none'] as const) {
      const form: ChatForm = { place, sign, opened: false };
      const begun = place === 'reasoning' ? { thinking: half } : { content: half };
      const { message, fields } = beginning(form, field ?? 'reasoning_content', begun);
      const answer = await say(context, server, [message], fields);
      const text =
        typeof answer === 'string'
          ? undefined
          : answer.map((event) => (place === 'reasoning' ? event.reasoning : event.content)).join('');
      if (text === undefined) {
        seen.push(`${place} with ${sign}: ${String(answer).slice(0, 120)}`);
        continue;
      }
      if (begins(text, rest)) return observed(form, `gave it the first half of its ${place}, and it wrote the second`);
      seen.push(`${place} with ${sign}: ${begins(text, whole) ? 'began anew' : 'wrote something else'}`);
    }
  }
  return observed(undefined, seen.join('; '));
}

/** Whether two texts begin alike, white space apart. */
function begins(text: string, expected: string): boolean {
  const [a, b] = [text.replace(/\s+/g, ''), expected.replace(/\s+/g, '')];
  const length = Math.min(6, b.length);
  return length >= 3 && a.slice(0, length) === b.slice(0, length);
}

async function say(
  context: ProbeContext,
  server: Server,
  begun: readonly JsonObject[],
  fields: JsonObject = {},
): Promise<readonly ChatEvent[] | string> {
  const body: JsonObject = {
    model: server.model,
    messages: [{ role: 'user', content: question }, ...begun],
    stream: true,
    max_tokens: wanted,
    ...streamFields(server.fields),
    ...samplingFields(server.fields, { temperature: 0 }, 1),
    ...fields,
  };
  const answer = await context.stream(
    { path: 'chat/completions', body },
    (event) => readChatEvent(event).end !== undefined,
  );
  return isRefusal(answer) ? answer.refusal : answer.value.map(readChatEvent);
}
