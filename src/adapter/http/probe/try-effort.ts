import type { ChatDialect } from '../chat/chat-dialect.ts';
import type { ChatEvent } from '../chat/chat-event.ts';
import { type Fact, observed, told } from '../fact.ts';
import type { JsonObject } from '../json-value.ts';
import { type EffortField, type OwnEffort, ownEffort } from '../own-effort.ts';
import type { ProbeContext } from './probe-context.ts';
import type { ProbeHints } from './probe-hints.ts';
import { say } from './say.ts';
import { thoughtTokens } from './thought-tokens.ts';

/** Most tokens of an answer that is only looked at. */
const mostTokens = 512;

/** An effort that no host has: who refuses it reads the field. */
const nonsense = 'mull-has-no-such-effort';

/**
 * The field by which the server takes an effort: less must be thought at `low` than at `high`, or nothing at `none`. A
 * field that refuses nonsense is read, too, even where the question was too small to show a difference.
 *
 * Nothing is asked where the user has told it.
 *
 * @param fields - those it may be
 */
export async function tryEffort(
  context: ProbeContext,
  dialect: ChatDialect,
  hints: ProbeHints,
  fields: readonly EffortField[],
): Promise<Fact<OwnEffort | undefined>> {
  if (hints.told.ownEffort !== undefined) return told(hints.told.ownEffort ?? undefined);
  const ask = (asked: JsonObject): Promise<readonly ChatEvent[] | string> =>
    say(context, dialect, { maxTokens: mostTokens, fields: asked });
  const seen: string[] = [];
  let best: Fact<OwnEffort | undefined> | undefined;
  for (const field of fields) {
    const low = await ask(ownEffort(field, 'low'));
    if (typeof low === 'string') {
      seen.push(`${field}: refused`);
      continue;
    }
    const high = await ask(ownEffort(field, 'high'));
    const none = await ask(ownEffort(field, 'none'));
    const [less, more] = [thoughtTokens(low), typeof high === 'string' ? 0 : thoughtTokens(high)];
    const off = typeof none !== 'string' && thoughtTokens(none) === 0 && Math.max(less, more) > 0;
    const how = `${field}: low took ${less} tokens of thinking, high ${typeof high === 'string' ? 'was refused' : more}`;
    const silent = `, none ${typeof none === 'string' ? 'was refused' : `took ${thoughtTokens(none)}`}`;
    if (off) return observed({ field, none: true }, how + silent);
    const differs = less < more;
    const refuses = !differs && typeof (await ask(replaced(ownEffort(field, 'low'), 'low', nonsense))) === 'string';
    const taken = differs ? '' : `, and nonsense was ${refuses ? 'refused' : 'taken, too'}`;
    // Another field may be able to switch thinking off as well.
    if (differs || refuses) best ??= observed({ field, none: false }, how + silent + taken);
    else seen.push(how + silent + taken);
  }
  return best ?? observed(undefined, seen.join('; '));
}

/** The fields with one text in place of another. */
function replaced(fields: JsonObject, from: string, to: string): JsonObject {
  return JSON.parse(JSON.stringify(fields).replaceAll(JSON.stringify(from), JSON.stringify(to))) as JsonObject;
}
