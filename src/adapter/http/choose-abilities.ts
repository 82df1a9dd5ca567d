import type { Abilities } from '../../engine/abilities.ts';
import { unsupported } from '../../lockstep/faults.ts';
import type { ServerFacts } from './server-facts.ts';

/** Sequences at the same time, for servers that do not say how many they work on. */
const usualSlots = 8;
/** Alternatives per token that are asked for at most. */
const mostLogprobs = 20;

/**
 * What an engine can do with a server of these facts, in the best way of use there is.
 *
 * @param wanted - what the user overrules; taking something away always works
 * @throws E_UNSUPPORTED for a way of use that the server was not seen to have
 */
export function chooseAbilities(
  facts: ServerFacts,
  options: { readonly wanted: Partial<Abilities>; readonly slots: number | undefined; readonly estimates: boolean },
): Abilities {
  const { wanted } = options;
  const continuation = wanted.continuation ?? bestContinuation(facts, wanted);
  check(continuation, facts);
  const tokens = continuation === 'tokens';
  const continues = continuation !== 'none';
  const counts = facts.tokenizer.value !== undefined || !options.estimates;
  return {
    tokenIds: tokens,
    continuation,
    literalText: tokens,
    ban: tokens,
    rewind: continues,
    fork: continues ? 'prefix' : 'none',
    read: false,
    logprobs: tokens && facts.logprobs.value ? mostLogprobs : 0,
    media: false,
    tools: continuation === 'chat' || continuation === 'none',
    grammar: false,
    slots: options.slots ?? facts.slots.value ?? usualSlots,
    counting: tokens ? 'exact' : counts ? 'reported' : 'estimated',
    reproducible: false,
    hiddenThinking: continuation === 'none' && facts.hiddenThinking.value,
    nativeMax: facts.ownMaximum.value !== undefined,
    nativeMin: false,
    ...withoutWay(wanted),
  };
}

/** By ids, else by text, both of which need the chat template here; else by messages. */
export function bestContinuation(facts: ServerFacts, wanted: Partial<Abilities>): Abilities['continuation'] {
  const rendersHere = facts.chatTemplate.value !== undefined || !facts.chat.value;
  if (rendersHere && facts.tokenContinuation.value !== undefined && wanted.tokenIds !== false) return 'tokens';
  if (rendersHere && facts.textContinuation.value && facts.controlsInText.value) return 'text';
  if (facts.chatContinuation.value !== undefined && facts.controlsInChat.value) return 'chat';
  return facts.chat.value ? 'none' : 'text';
}

function check(continuation: Abilities['continuation'], facts: ServerFacts): void {
  if (continuation === 'tokens' && facts.tokenContinuation.value === undefined) {
    throw refusal('by token ids', facts.tokenContinuation.how);
  }
  if (continuation === 'text' && !facts.textContinuation.value) throw refusal('by text', facts.textContinuation.how);
  if ((continuation === 'chat' || continuation === 'none') && !facts.chat.value) {
    throw refusal('by messages', facts.chat.how);
  }
  if (continuation === 'chat' && facts.chatContinuation.value === undefined) {
    throw refusal('by messages', facts.chatContinuation.how);
  }
  if (continuation === 'chat' && !facts.controlsInChat.value) throw refusal('by messages', facts.controlsInChat.how);
  if (continuation === 'text' && !facts.controlsInText.value) throw refusal('by text', facts.controlsInText.how);
}

function refusal(what: string, how: string): Error {
  return unsupported(`This server cannot be continued ${what}: ${how}.`, 'Leave `abilities.continuation` out.');
}

/** Overruled fields; those that are undefined are none. */
function withoutWay(wanted: Partial<Abilities>): Partial<Abilities> {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
