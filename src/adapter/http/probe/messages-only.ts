import { assumed, observed } from '../fact.ts';
import type { ServerFacts } from '../server-facts.ts';

/** Facts that are not in question where an API takes messages and nothing else. */
export type MessagesOnly = Pick<
  ServerFacts,
  | 'chatTemplate'
  | 'bosToken'
  | 'eosToken'
  | 'vocabularySize'
  | 'parameters'
  | 'fields'
  | 'tokenizer'
  | 'turnEnds'
  | 'addedToText'
  | 'tokenContinuation'
  | 'textContinuation'
  | 'controlsInText'
  | 'tellsStop'
  | 'logprobs'
  | 'renders'
  | 'chatLimit'
  | 'controlsInChat'
  | 'ownMinimum'
>;

/** @param api - how the API is called: `the Messages API` */
export function messagesOnly(api: string): MessagesOnly {
  const how = `${api} takes messages only`;
  const nothing = assumed(undefined, how);
  const no = assumed(false, how);
  return {
    chatTemplate: nothing,
    bosToken: nothing,
    eosToken: nothing,
    vocabularySize: nothing,
    parameters: nothing,
    fields: assumed('plain', how),
    tokenizer: nothing,
    turnEnds: observed(new Map(), how),
    addedToText: assumed('', how),
    tokenContinuation: nothing,
    textContinuation: no,
    controlsInText: no,
    tellsStop: no,
    logprobs: no,
    renders: no,
    chatLimit: assumed('max_tokens', how),
    controlsInChat: assumed(true, "the server's own parser ends the thinking"),
    ownMinimum: no,
  };
}
