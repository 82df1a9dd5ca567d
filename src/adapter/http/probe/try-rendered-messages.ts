import type { ThinkingFormat } from '../../../core/thinking-format.ts';
import { type BegunMessage, beginMessage } from '../begin-message.ts';
import type { ChatForm } from '../chat-form.ts';
import { type Fact, observed } from '../fact.ts';
import { objectOf, textOf } from '../json-value.ts';
import { isRefusal, type ProbeContext } from './probe-context.ts';

const mark = 'seven eleven';

/**
 * Whether a begun answer is continued, by the prompt that the server makes of it: no need to guess from what the model
 * writes. Undefined where the server does not show its prompts.
 */
export async function tryRenderedMessages(
  context: ProbeContext,
  model: string,
  format: ThinkingFormat,
): Promise<Fact<ChatForm | undefined> | undefined> {
  const user = { role: 'user', content: context.question };
  const render = async (begun: BegunMessage | undefined): Promise<string | undefined> => {
    const messages = begun === undefined ? [user] : [user, begun.message];
    const body = { model, messages, ...begun?.fields };
    const answer = await context.ask({ path: '/apply-template', body });
    return isRefusal(answer) ? undefined : textOf(objectOf(answer.value).prompt);
  };
  if ((await render(undefined)) === undefined) return undefined;
  for (const sign of ['continue_final_message', 'none'] as const) {
    const reasoning: ChatForm = { place: 'reasoning', sign, opened: false };
    const thought = await render(beginMessage(reasoning, 'reasoning_content', { thinking: mark }));
    const both = await render(beginMessage(reasoning, 'reasoning_content', { thinking: mark, content: mark }));
    if (thought?.endsWith(mark) && both?.endsWith(mark) && both.split(mark).length === 3) {
      return observed(reasoning, 'POST /apply-template: the prompt ends in the thinking that was begun');
    }
    const content: ChatForm = { place: 'content', sign, opened: false };
    const text = await render(beginMessage(content, 'reasoning_content', { content: mark }));
    const before = text?.endsWith(mark) ? text.slice(0, -mark.length).trimEnd() : undefined;
    // A template may close an empty block of thinking in front of a begun answer: nothing can be thought there.
    if (before !== undefined && !endsWithAny(before, format.ends)) {
      const opened = endsWithAny(before, [format.open, ...format.reopens]);
      return observed({ ...content, opened }, 'POST /apply-template: the prompt ends in the content that was begun');
    }
  }
  return observed(undefined, 'POST /apply-template: no begun message stands at the end of the prompt');
}

function endsWithAny(text: string, marks: readonly string[]): boolean {
  return marks.some((mark) => mark.trim() !== '' && text.endsWith(mark.trim()));
}
