import { beginMessage } from '../begin-message.ts';
import type { ChatDialect } from '../chat/chat-dialect.ts';
import type { ChatForm } from '../chat-form.ts';
import { completionsTextDialect } from '../completions-text-dialect.ts';
import { assumed, type Fact, observed } from '../fact.ts';
import type { JsonObject } from '../json-value.ts';
import type { FieldSet } from '../server-facts.ts';
import type { ServerTokenizer } from '../server-tokenizer.ts';
import { isRefusal, type ProbeContext } from './probe-context.ts';
import { say } from './say.ts';

/** The control token that ends thinking, as far as it is one. */
export interface ControlToken {
  readonly text: string;
  readonly token: number;
}

/** The control token of an end of thinking, or why there is none to look for. */
export async function controlToken(
  context: ProbeContext,
  tokenizer: ServerTokenizer | undefined,
  text: string | undefined,
): Promise<ControlToken | Fact<boolean>> {
  if (text === undefined) return observed(true, 'no control token takes part in the thinking of this model');
  if (tokenizer === undefined) return assumed(true, 'no tokenizer to find the id of a control token by');
  const tokens = await tokenizer.encode(text, true, context.signal);
  if (tokens.length !== 1) return observed(true, `${text} is plain text to this model`);
  return { text, token: tokens[0]! };
}

/**
 * Makes the model write a control token, by a bias that leaves no other, and looks whether a continued text shows it.
 * Without that an end of thinking by such a token would pass unseen.
 */
export async function tryControlsInText(
  context: ProbeContext,
  server: { readonly model: string; readonly fields: FieldSet },
  control: ControlToken,
): Promise<Fact<boolean>> {
  const dialect = completionsTextDialect({ ...server, tellsStop: false });
  const body = dialect.body({
    prompt: '1 2 3',
    maxTokens: 1,
    stops: [],
    visible: [control.text],
    options: { channel: 'answer', maxTokens: 1, stop: [], sampling: { temperature: 0 } },
    seed: 1,
    slot: -1,
  });
  const answer = await context.stream({ path: dialect.path, body: { ...body, ...biasTo(control) } }, dialect.read);
  if (isRefusal(answer)) return assumed(true, `could not be tried: ${answer.refusal}`);
  return verdict(control, answer.value.map((event) => event?.text ?? '').join(''), false);
}

/** The same in a continued chat, where a stop may see what the text does not show. */
export async function tryControlsInChat(
  context: ProbeContext,
  dialect: ChatDialect,
  control: ControlToken,
  form: ChatForm,
): Promise<Fact<boolean>> {
  if (form.place === 'reasoning') return observed(true, "the server's own parser ends the thinking");
  const { message, fields } = beginMessage(form, 'reasoning_content', { content: 'Let me see' });
  const events = await say(context, dialect, {
    maxTokens: 1,
    begun: message,
    stops: [control.text],
    fields: { ...fields, ...biasTo(control) },
  });
  if (typeof events === 'string') return assumed(true, `could not be tried: ${events}`);
  const stopped = events.some((event) => event.end !== undefined && event.end !== 'limit');
  return verdict(control, events.map((event) => event.reasoning + event.content).join(''), stopped);
}

function biasTo(control: ControlToken): JsonObject {
  return { logit_bias: { [String(control.token)]: 100 } };
}

function verdict(control: ControlToken, text: string, stopped: boolean): Fact<boolean> {
  const how = `made the model write ${control.text}`;
  if (stopped) return observed(true, `${how}, and it stopped there`);
  if (text.includes(control.text)) return observed(true, `${how}, and the text showed it`);
  if (text === '') return observed(false, `${how}, and the text did not show it`);
  return assumed(true, `the model could not be made to write ${control.text}`);
}
