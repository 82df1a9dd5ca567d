import type { ThinkingFormat } from '../../../core/thinking-format.ts';
import { beginMessage } from '../begin-message.ts';
import { beginsAlike } from '../begins-alike.ts';
import type { ChatDialect } from '../chat/chat-dialect.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import type { ChatForm } from '../chat-form.ts';
import { type Fact, observed } from '../fact.ts';
import { openingOf } from '../opening-of.ts';
import type { ProbeContext } from './probe-context.ts';
import { say } from './say.ts';

const wanted = 24;
const signs = ['continue_final_message', 'prefix', 'none'] as const;

/**
 * Whether a begun answer is continued, by what the model writes: what it wrote by itself is cut in two, it is given the
 * first half, and then the second one should come.
 */
export async function tryBegunMessages(
  context: ProbeContext,
  dialect: ChatDialect,
  natural: readonly ChatEvent[],
  field: string | undefined,
  format: ThinkingFormat,
): Promise<Fact<ChatForm | undefined>> {
  const seen: string[] = [];
  for (const { place, open } of candidates(natural, format)) {
    const texts = natural.map((event) => event.reasoning || event.content).filter((text) => text !== '');
    const half = texts.slice(0, Math.ceil(texts.length / 2)).join('');
    const rest = texts.join('').slice(half.length);
    if (half.trim().length < 6 || rest.trim().length < 6) return observed(undefined, 'too little was written to tell');
    for (const sign of signs) {
      const form: ChatForm = { place, sign, opened: false };
      const begun = place === 'reasoning' ? { thinking: half } : { content: open + half };
      const { message, fields } = beginMessage(form, field ?? 'reasoning_content', begun);
      const answer = await say(context, dialect, { maxTokens: wanted, begun: message, fields });
      if (typeof answer === 'string') {
        seen.push(`${place} with ${sign}: ${answer.slice(0, 120)}`);
        continue;
      }
      const text = answer.map((event) => event.reasoning || event.content).join('');
      if (beginsAlike(text, rest)) return observed(form, `given the first half of its ${place}, it wrote the second`);
      seen.push(`${place} with ${sign}: ${beginsAlike(text, half) ? 'began anew' : 'wrote something else'}`);
    }
  }
  return observed(undefined, seen.join('; '));
}

/** Thinking in its own field, or in the content behind its delimiter; an answer without thinking only in the content. */
function candidates(
  natural: readonly ChatEvent[],
  format: ThinkingFormat,
): readonly { readonly place: ChatForm['place']; readonly open: string }[] {
  const thinks = natural.some((event) => event.reasoning !== '');
  return thinks
    ? [
        { place: 'reasoning', open: '' },
        { place: 'content', open: openingOf(format) },
      ]
    : [{ place: 'content', open: '' }];
}
