import type { Endpoint } from './endpoint.ts';
import { chatBody, readChat } from './request/read-chat.ts';
import { completionBody, readCompletion } from './request/read-completion.ts';
import { messagesBody, readMessages } from './request/read-messages.ts';
import { readResponses, responsesBody } from './request/read-responses.ts';
import { chatWriter } from './write/chat-writer.ts';
import { completionWriter } from './write/completion-writer.ts';
import { messageWriter } from './write/message-writer.ts';
import { responsesWriter } from './write/responses-writer.ts';

/** The APIs of the server. */
export const endpoints: readonly Endpoint[] = [
  {
    api: 'chat',
    path: '/v1/chat/completions',
    body: chatBody,
    idPrefix: 'chatcmpl-',
    read: readChat,
    writer: chatWriter,
  },
  {
    api: 'completions',
    path: '/v1/completions',
    body: completionBody,
    idPrefix: 'cmpl-',
    read: readCompletion,
    writer: completionWriter,
  },
  {
    api: 'responses',
    path: '/v1/responses',
    body: responsesBody,
    idPrefix: 'resp_',
    read: readResponses,
    writer: responsesWriter,
  },
  {
    api: 'messages',
    path: '/v1/messages',
    body: messagesBody,
    idPrefix: 'msg_',
    read: readMessages,
    writer: messageWriter,
  },
];
