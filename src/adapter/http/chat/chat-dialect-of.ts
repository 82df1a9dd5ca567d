import type { ServerFacts } from '../server-facts.ts';
import { anthropicChat } from './anthropic-chat.ts';
import type { ChatDialect } from './chat-dialect.ts';
import { ollamaChat } from './ollama-chat.ts';
import { openaiChat } from './openai-chat.ts';

/** How a server of these facts is asked for the answer to messages. */
export function chatDialectOf(facts: ServerFacts): ChatDialect {
  const model = facts.model.value;
  switch (facts.api.value) {
    case 'openai':
      return openaiChat({ model, fields: facts.fields.value, limit: facts.chatLimit.value });
    case 'anthropic':
      return anthropicChat({ model, mostOutput: facts.mostOutput.value });
    case 'ollama':
      return ollamaChat({ model, contextSize: facts.contextSize.value });
  }
}
