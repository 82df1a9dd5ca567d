/**
 * The ways of using a server, best first.
 *
 * `tokens`: ids are continued · `text`: a text is continued · `chat`: a begun message is continued · `own`: the server
 * writes alone and holds a maximum of its own · `effort`: it writes alone and is told how hard to think
 */
export const wayNames = ['tokens', 'text', 'chat', 'own', 'effort'] as const;

export type WayName = (typeof wayNames)[number];
