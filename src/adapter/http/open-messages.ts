import type { Count } from '../../core/count.ts';
import type { Warning } from '../../core/warning.ts';
import type { Prompt } from '../../engine/prompt.ts';
import { unsupported } from '../../lockstep/faults.ts';
import type { ChatDialect } from './chat/chat-dialect.ts';
import type { CountConversation } from './count-conversation.ts';
import type { JsonObject } from './json-value.ts';

/** A conversation as a server takes it. */
export interface OpenedMessages {
  readonly length: Count;
  readonly sampled: 0;
  readonly messages: readonly JsonObject[];
  readonly tools: readonly JsonObject[];
  readonly warnings: readonly Warning[];
}

/**
 * The conversation of a prompt in the words of a server, counted.
 *
 * @throws E_UNSUPPORTED for a prompt that is rendered already, and for media that the server does not take
 */
export async function openMessages(
  prompt: Prompt,
  { dialect, countConversation }: { readonly dialect: ChatDialect; readonly countConversation: CountConversation },
  signal: AbortSignal | undefined,
): Promise<OpenedMessages> {
  if ('parts' in prompt) {
    throw unsupported('This server renders its own chat template.', 'Open with `messages` instead of `parts`.');
  }
  const { messages, warnings } = dialect.wire(prompt.messages);
  const tools = dialect.wireTools(prompt.tools ?? []);
  const length = await countConversation(messages, tools, signal);
  return { length, sampled: 0, messages, tools, warnings };
}
