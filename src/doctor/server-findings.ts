import type { ServerFacts } from '../adapter/http/server-facts.ts';
import type { Finding } from './finding.ts';

/** What was found out about a server, and how. */
export function serverFindings(facts: ServerFacts): Finding[] {
  const { tokenizer, tokenContinuation, textContinuation, chat, reasoningField, ownMaximum } = facts;
  const rows: readonly (readonly [what: string, value: string, how: string])[] = [
    ['Model', facts.model.value, facts.model.how],
    ['Context', `${facts.contextSize.value.toLocaleString('en-US')} tokens`, facts.contextSize.how],
    ['Tokenizer', yes(tokenizer.value !== undefined), tokenizer.how],
    ['Token ids', yes(tokenContinuation.value !== undefined), tokenContinuation.how],
    ['Texts', yes(textContinuation.value), textContinuation.how],
    ['Messages', yes(chat.value), chat.how],
    ['Thinking field', reasoningField.value ?? 'none', reasoningField.how],
    ['Own maximum', ownMaximum.value ?? 'none', ownMaximum.how],
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
