import type { Endpoint } from './endpoint.ts';
import { readChat } from './request/read-chat.ts';
import { chatWriter } from './write/chat-writer.ts';

/** The APIs of the server. */
export const endpoints: readonly Endpoint[] = [
  { api: 'chat', path: '/v1/chat/completions', idPrefix: 'chatcmpl-', read: readChat, writer: chatWriter },
];
