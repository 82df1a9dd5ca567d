import type { ChatForm } from './chat-form.ts';
import type { JsonObject } from './json-value.ts';

/** The last message that begins an answer, and the fields of the request that say so. */
export interface BegunMessage {
  readonly message: JsonObject;
  readonly fields: JsonObject;
}

/** The turn of the assistant so far, in the form that the server continues. */
export function beginMessage(
  form: ChatForm,
  reasoningField: string,
  begun: { readonly thinking?: string; readonly content?: string },
): BegunMessage {
  const { thinking, content = '' } = begun;
  return {
    message: {
      role: 'assistant',
      content,
      ...(thinking === undefined ? {} : { [reasoningField]: thinking }),
      ...(form.sign === 'prefix' ? { prefix: true } : {}),
    },
    fields:
      form.sign === 'continue_final_message' ? { add_generation_prompt: false, continue_final_message: true } : {},
  };
}
