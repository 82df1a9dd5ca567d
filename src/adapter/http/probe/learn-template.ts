import { renderPrompt } from '../../../template/render-prompt.ts';
import { assumed, type Fact, observed } from '../fact.ts';
import { type Json, objectOf, tokensOf } from '../json-value.ts';
import type { ServerTokenizer } from '../server-tokenizer.ts';
import { isRefusal, type ProbeContext } from './probe-context.ts';

interface Turn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

const user: Turn = { role: 'user', content: 'Alpha7' };
const assistant: Turn = { role: 'assistant', content: 'Beta8' };
const second: Turn = { role: 'user', content: 'Gamma9' };
const system: Turn = { role: 'system', content: 'Delta6' };

/**
 * The chat template of a server that renders messages without showing its template (vLLM's `/tokenize`), put together
 * from four conversations that it renders, and checked on a fifth.
 *
 * What it cannot learn it refuses: tools, and system messages where the server takes none.
 */
export async function learnTemplate(
  context: ProbeContext,
  model: string,
  tokenizer: ServerTokenizer,
): Promise<Fact<string | undefined>> {
  const render = async (turns: readonly Turn[], opens: boolean): Promise<string> => {
    const messages = turns.map(({ role, content }) => ({ role, content }));
    const body: Json = { model, messages, add_generation_prompt: opens, add_special_tokens: false };
    const answer = await context.ask({ path: '/tokenize', body });
    const tokens = isRefusal(answer) ? undefined : tokensOf(objectOf(answer.value).tokens);
    if (tokens === undefined) throw new Unlearnable('POST /tokenize does not render messages');
    return tokenizer.decode(tokens, context.signal);
  };
  try {
    const template = await putTogether(render);
    await check(template, render);
    return observed(template, 'put together from conversations that POST /tokenize rendered, and checked on another');
  } catch (error) {
    if (error instanceof Unlearnable) return assumed(undefined, error.message);
    throw error;
  }
}

/** Why a template cannot be put together. */
class Unlearnable extends Error {}

type Render = (turns: readonly Turn[], opens: boolean) => Promise<string>;

async function putTogether(render: Render): Promise<string> {
  const closed = await render([user], false);
  const opened = await render([user], true);
  const [begin, userEnd] = around(closed, user);
  const long = await render([user, assistant, second], true);
  const [longBegin, behindUser] = around(long, user);
  const [answered, behindAnswer] = around(behindUser, assistant);
  const [next, end] = around(behindAnswer, second);
  if (!opened.startsWith(closed) || longBegin !== begin || end !== opened.slice(begin.length + user.content.length)) {
    throw new Unlearnable('the rendered conversations do not fit together');
  }
  const withSystem = await render([system, user], true).catch((error: unknown) => {
    if (error instanceof Unlearnable) return '';
    throw error;
  });
  const systemParts = withSystem.includes(system.content) ? around(withSystem, system) : undefined;
  const [afterSystem, systemRest] = systemParts === undefined ? ['', ''] : around(systemParts[1], user);
  if (systemParts !== undefined && systemRest !== end)
    throw new Unlearnable('a system message changes what follows it');
  return jinja({
    begin,
    userEnd,
    answered,
    next,
    turn: end.slice(userEnd.length),
    ...(systemParts === undefined ? {} : { system: systemParts[0], afterSystem }),
  });
}

/** What stands before and behind the text of a turn. */
function around(text: string, { content }: Turn): [before: string, behind: string] {
  const at = text.indexOf(content);
  if (at === -1) throw new Unlearnable('a text of a message is missing in what was rendered');
  return [text.slice(0, at), text.slice(at + content.length)];
}

interface Pieces {
  readonly begin: string;
  readonly userEnd: string;
  /** Between a question and its answer, and between that and the next question. */
  readonly answered: string;
  readonly next: string;
  /** What opens the turn of the assistant. */
  readonly turn: string;
  readonly system?: string;
  readonly afterSystem?: string;
}

function jinja(pieces: Pieces): string {
  const text = (value: string): string => JSON.stringify(value);
  const systemTurn =
    pieces.system === undefined
      ? `{{- raise_exception("This template was learned from a server that takes no system message.") -}}`
      : `{{- ${text(pieces.system)} + message["content"] + ${text(pieces.afterSystem ?? '')} -}}`;
  return [
    '{%- for message in messages -%}',
    '{%- set before = messages[loop.index0 - 1]["role"] if not loop.first else "" -%}',
    `{%- if message["role"] == "system" and loop.first -%}${systemTurn}`,
    '{%- elif message["role"] == "user" and before == "system" -%}{{- message["content"] -}}',
    `{%- elif message["role"] == "user" and before == "" -%}{{- ${text(pieces.begin)} + message["content"] -}}`,
    `{%- elif message["role"] == "user" and before == "assistant" -%}{{- ${text(pieces.next)} + message["content"] -}}`,
    `{%- elif message["role"] == "assistant" and before == "user" -%}{{- ${text(pieces.answered)} + message["content"] -}}`,
    '{%- else -%}{{- raise_exception("This template was learned from a server: it knows questions and answers in turn.") -}}',
    '{%- endif -%}',
    '{%- endfor -%}',
    `{{- ${text(pieces.userEnd)} -}}`,
    `{%- if add_generation_prompt -%}{{- ${text(pieces.turn)} -}}{%- endif -%}`,
  ].join('');
}

/** A conversation that took no part in the learning must come out the same here and there. */
async function check(chatTemplate: string, render: Render): Promise<void> {
  const turns: readonly Turn[] = [
    { role: 'user', content: 'One question?' },
    { role: 'assistant', content: 'An answer.' },
    { role: 'user', content: 'Another question?' },
    { role: 'assistant', content: 'Another answer.' },
    { role: 'user', content: 'The last one?' },
  ];
  const { parts } = renderPrompt({
    model: {
      chatTemplate,
      thinking: { name: 'none', open: '', ends: [], close: '', cut: '', reopens: [], foundBy: 'user' },
    },
    messages: turns,
    thinking: 'open',
  });
  const here = parts.map((part) => ('text' in part ? part.text : '')).join('');
  if (here !== (await render(turns, true))) throw new Unlearnable('the template put together renders differently');
}
