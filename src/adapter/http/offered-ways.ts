import type { ServerFacts } from './server-facts.ts';
import { type WayName, wayNames } from './way-name.ts';

/** Whether a server can be used in one way, and how that is known. */
export interface OfferedWay {
  readonly way: WayName;
  readonly offered: boolean;
  readonly how: string;
}

/** Every way of using a server, best first, as far as the server was seen to offer it. */
export function offeredWays(facts: ServerFacts): readonly OfferedWay[] {
  return wayNames.map((way) => {
    const [missing, ...found] = factsOf(way, facts).toSorted((a, b) => Number(a.has) - Number(b.has));
    const last = found.at(-1) ?? missing!;
    return { way, offered: missing!.has, how: missing!.has ? last.how : missing!.how };
  });
}

/** What a way needs of a server, the fact that names it last. */
function factsOf(way: WayName, facts: ServerFacts): readonly { readonly has: boolean; readonly how: string }[] {
  const has = ({ value, how }: { readonly value: unknown; readonly how: string }): { has: boolean; how: string } => ({
    has: value !== undefined && value !== false,
    how,
  });
  switch (way) {
    case 'tokens':
      return [has(facts.tokenContinuation)];
    case 'text':
      return [has(facts.controlsInText), has(facts.textContinuation)];
    case 'chat':
      return [has(facts.chat), has(facts.controlsInChat), has(facts.chatContinuation)];
    case 'own':
      return [has(facts.chat), has(facts.ownMaximum)];
    case 'effort':
      return [has(facts.chat), has(facts.ownEffort)];
  }
}
