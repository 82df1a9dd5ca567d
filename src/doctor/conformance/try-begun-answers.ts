import { beginMessage } from '../../adapter/http/begin-message.ts';
import type { ChatForm } from '../../adapter/http/chat-form.ts';
import { openingOf } from '../../adapter/http/opening-of.ts';
import type { ThinkingFormat } from '../../core/thinking-format.ts';
import type { TurnAsker } from './ask-turn.ts';
import type { ConformanceRow } from './conformance-row.ts';
import type { Turn } from './read-turn.ts';

/** Characters that must agree before a text counts as the continuation of another. */
const telling = 12;
const maxTokens = 32;

const signs: Readonly<Record<ChatForm['sign'], readonly [how: string, hosts: string]>> = {
  continue_final_message: ['continue_final_message', 'vLLM, SGLang'],
  prefix: ['prefix: true', 'DeepSeek'],
  none: ['last message of the assistant', 'Ollama, Anthropic'],
};

/**
 * Gives the server the first half of what its model thought by itself, as a begun message: only one that goes on from it
 * can be told to wait. Each known sign for such a message is tried, with the thinking in a field of its own and in the
 * content.
 */
export async function* tryBegunAnswers(
  asker: TurnAsker,
  natural: Turn,
  { format, reasoningField }: { readonly format: ThinkingFormat; readonly reasoningField: string | undefined },
): AsyncGenerator<ConformanceRow, void> {
  const isShown = natural.place === 'field' || natural.place === 'content';
  const text = isShown ? natural.thinking : natural.answer;
  const words = text.match(/\S+\s*/g) ?? [];
  const half = words.slice(0, Math.ceil(words.length / 2)).join('');
  const rest = text.slice(half.length);
  if (flat(rest).length < telling) return;
  const opening = isShown ? openingOf(format) : '';
  const places: readonly ChatForm['place'][] = natural.place === 'field' ? ['reasoning', 'content'] : ['content'];
  for (const sign of Object.keys(signs) as ChatForm['sign'][]) {
    const [how, hosts] = signs[sign];
    const row = {
      way: 'begun',
      bound: 'begun',
      asked: undefined,
      how,
      hosts,
      happened: [],
      counting: undefined,
    } as const;
    const seen: Pick<ConformanceRow, 'verdict' | 'remark'>[] = [];
    for (const place of places) {
      const form: ChatForm = { place, sign, opened: false };
      const begun = place === 'reasoning' ? { thinking: half.trimEnd() } : { content: opening + half.trimEnd() };
      const { message, fields } = beginMessage(form, reasoningField ?? 'reasoning_content', begun);
      const turn = await asker.ask({ fields, maxTokens, begun: message, inContent: place === 'content' && isShown });
      seen.push(typeof turn === 'string' ? { verdict: 'refused', remark: turn } : judgeContinuation(turn, text, rest));
      if (seen.at(-1)?.verdict === 'held') break;
    }
    yield { ...row, ...seen.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))[0]! };
  }
}

/** What counts where the two places differ: that one of them works, else that one was taken and ignored. */
const order: readonly ConformanceRow['verdict'][] = ['held', 'ignored', 'refused'];

function judgeContinuation(turn: Turn, text: string, rest: string): Pick<ConformanceRow, 'verdict' | 'remark'> {
  const written = flat(turn.thinking + turn.answer);
  if (agree(written, flat(rest))) return { verdict: 'held' };
  return { verdict: 'ignored', remark: agree(written, flat(text)) ? 'it began anew' : 'it wrote something else' };
}

function flat(text: string): string {
  return text.replace(/\s+/g, '');
}

function agree(a: string, b: string): boolean {
  return a.length >= telling && a.slice(0, telling) === b.slice(0, telling);
}
