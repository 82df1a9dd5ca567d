import type { Abilities } from '../../engine/abilities.ts';
import { unsupported } from '../../lockstep/faults.ts';
import { offeredWays } from './offered-ways.ts';
import type { ServerFacts } from './server-facts.ts';
import type { WayName } from './way-name.ts';

/** Sequences at the same time, for servers that do not say how many they work on. */
const usualSlots = 8;
/** Alternatives per token that are asked for at most. */
const mostLogprobs = 20;

/**
 * What an engine can do with a server of these facts, in the best way of use there is.
 *
 * @param options.way - the one way to use, instead of the best there is
 * @param options.wanted - what the user overrules; taking something away always works
 * @throws E_UNSUPPORTED for a way of use that the server was not seen to have
 */
export function chooseAbilities(
  facts: ServerFacts,
  options: {
    readonly way: WayName | undefined;
    readonly wanted: Partial<Abilities>;
    readonly slots: number | undefined;
    readonly estimates: boolean;
  },
): Abilities {
  const { way, wanted } = options;
  const continuation =
    way === undefined ? (wanted.continuation ?? bestContinuation(facts, wanted)) : continuations[way];
  const used = way ?? (continuation === 'none' ? undefined : continuation);
  if (used !== undefined) check(used, facts);
  else if (!facts.chat.value)
    throw unsupported(`This server takes no messages: ${facts.chat.how}.`, 'Use another way.');
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
    media: (continuation === 'chat' || continuation === 'none') && facts.images.value,
    tools: continuation === 'chat' || continuation === 'none',
    grammar: false,
    ...steering(facts, continuation),
    slots: options.slots ?? facts.slots.value ?? usualSlots,
    counting: tokens ? 'exact' : counts ? 'reported' : 'estimated',
    reproducible: false,
    hiddenThinking: continuation === 'none' && facts.hiddenThinking.value,
    nativeMax: way !== 'effort' && facts.ownMaximum.value !== undefined,
    nativeMin: tokens && facts.ownMinimum.value,
    nativeEffort: continuation === 'none' && way !== 'own' && facts.ownEffort.value !== undefined,
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

/** The ways that come to a continuation. */
const continuations: Readonly<Record<WayName, Abilities['continuation']>> = {
  tokens: 'tokens',
  text: 'text',
  chat: 'chat',
  own: 'none',
  effort: 'none',
};

function check(way: WayName, facts: ServerFacts): void {
  const { offered, how } = offeredWays(facts).find((each) => each.way === way)!;
  if (offered) return;
  throw unsupported(
    `This server cannot be used by ${words[way]}: ${how}.`,
    'Leave `way` and `abilities.continuation` out: the best way there is will be taken.',
  );
}

const words: Readonly<Record<WayName, string>> = {
  tokens: 'continuing token ids',
  text: 'continuing a text',
  chat: 'continuing a message',
  own: 'a maximum of its own',
  effort: 'an effort',
};

/** Whether penalties and a bias are taken: not by messages of Anthropic, nor by models of OpenAI that take no sampling. */
function steering(
  { api, chatLimit }: ServerFacts,
  continuation: Abilities['continuation'],
): Pick<Abilities, 'penalties' | 'bias'> {
  if (continuation === 'tokens' || continuation === 'text') return { penalties: true, bias: true };
  if (api.value === 'ollama') return { penalties: true, bias: false };
  const taken = api.value === 'openai' && chatLimit.value === 'max_tokens';
  return { penalties: taken, bias: taken };
}

/** Overruled fields; those that are undefined are none. */
function withoutWay(wanted: Partial<Abilities>): Partial<Abilities> {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
