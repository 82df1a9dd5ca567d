import type { ChatDialect } from '../chat/chat-dialect.ts';
import { type Fact, observed } from '../fact.ts';
import { type OwnMaximumField, ownMaximum, ownMaximumFields } from '../own-bounds.ts';
import type { ProbeContext } from './probe-context.ts';
import { say } from './say.ts';
import { thoughtTokens } from './thought-tokens.ts';

/** Most tokens of an answer that is only looked at. */
const mostTokens = 512;
/** Servers that hold a maximum write its end, or a last word, over it. */
const tolerance = 3;

/**
 * The field by which the server holds a maximum of thinking tokens: each known one is asked for a third of what the
 * model thinks by itself, and what happens then is counted. That a field is accepted means nothing.
 */
export async function tryOwnMaximum(
  context: ProbeContext,
  dialect: ChatDialect,
): Promise<Fact<OwnMaximumField | undefined>> {
  const natural = await say(context, dialect, { maxTokens: mostTokens });
  if (typeof natural === 'string') return observed(undefined, natural);
  const thought = thoughtTokens(natural);
  if (thought < 9)
    return observed(undefined, `by itself it thought for ${thought} tokens, which is too little to tell`);
  const asked = Math.floor(thought / 3);
  const seen: string[] = [];
  for (const field of ownMaximumFields) {
    const answer = await say(context, dialect, { maxTokens: mostTokens, fields: ownMaximum(field, asked) });
    if (typeof answer === 'string') {
      seen.push(`${field}: refused`);
      continue;
    }
    const happened = thoughtTokens(answer);
    const how = `${field}: asked for ${asked} tokens of thinking instead of ${thought}, and it took ${happened}`;
    if (happened <= asked + tolerance) return observed(field, how);
    seen.push(how);
  }
  return observed(undefined, seen.join('; '));
}
