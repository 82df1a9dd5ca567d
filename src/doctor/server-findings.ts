import { offeredWays } from '../adapter/http/offered-ways.ts';
import type { ServerFacts } from '../adapter/http/server-facts.ts';
import type { Finding } from './finding.ts';

/** What was found out about a server, and how. */
export function serverFindings(facts: ServerFacts): Finding[] {
  const {
    slots,
    chatTemplate,
    tokenizer,
    hiddenThinking,
    logprobs,
    cacheCounters,
    chat,
    reasoningField,
    ownMinimum,
    ownMaximum,
    ownEffort,
  } = facts;
  const rows: readonly (readonly [what: string, value: string, how: string])[] = [
    ['API', facts.api.value, facts.api.how],
    ['Model', facts.model.value, facts.model.how],
    ['Context', `${facts.contextSize.value.toLocaleString('en-US')} tokens`, facts.contextSize.how],
    ['Tokenizer', yes(tokenizer.value !== undefined), tokenizer.how],
    ['Slots', slots.value === undefined ? 'unknown' : String(slots.value), slots.how],
    ['Chat template', yes(chatTemplate.value !== undefined), chatTemplate.how],
    ['Messages', yes(chat.value), chat.how],
    ...offeredWays(facts)
      .slice(0, 3)
      .map(({ way, offered, how }) => [`Way: ${way}`, yes(offered), how] as const),
    ['Thinking field', reasoningField.value ?? 'none', reasoningField.how],
    ['Hidden thinking', yes(hiddenThinking.value), hiddenThinking.how],
    ['Own minimum', yes(ownMinimum.value), ownMinimum.how],
    ['Own maximum', ownMaximum.value ?? 'none', ownMaximum.how],
    ['Own effort', ownEffort.value?.field ?? 'none', ownEffort.how],
    ['Images', yes(facts.images.value), facts.images.how],
    ['Logprobs', yes(logprobs.value), logprobs.how],
    ['Cache counters', yes(cacheCounters.value), cacheCounters.how],
  ];
  return rows.map(([what, value, how]) => ({
    section: 'server',
    what,
    verdict: 'ok',
    // The words of the library, in those of the command line.
    value: how === '' ? value : `${value} (${how.replace('`contextSize`', '--context')})`,
  }));
}

function yes(has: boolean): string {
  return has ? 'yes' : 'no';
}
