import type { LanguageModelV4CallOptions, LanguageModelV4Message, SharedV4ProviderOptions } from '@ai-sdk/provider';

/**
 * How a host is told that the assistant's last message goes on.
 *
 * `continue_final_message`: by a field of the request (vLLM, SGLang) · `prefix`: by a field of the message (DeepSeek) ·
 * `unsaid`: the message alone (llama-server, Ollama)
 */
export const continuations = ['continue_final_message', 'prefix', 'unsaid'] as const;

export type Continuation = (typeof continuations)[number];

/** The turn of the assistant so far. */
export interface BegunTurn {
  readonly thinking: string;
  /** Undefined while it still thinks. */
  readonly answer?: string;
}

/**
 * A call that goes on with a begun turn: the prompt ends in the assistant's reasoning, and its answer where that has
 * begun.
 *
 * @param provider - as the model names it; its first word is the name of its provider options
 */
export function continueTurn(
  call: LanguageModelV4CallOptions,
  { thinking, answer }: BegunTurn,
  { continuation, provider }: { readonly continuation: Continuation; readonly provider: string },
): LanguageModelV4CallOptions {
  const name = provider.split('.')[0]!.trim();
  const fields: SharedV4ProviderOptions =
    continuation === 'prefix' ? { openaiCompatible: { prefix: true }, [name]: { prefix: true } } : {};
  const message: LanguageModelV4Message = {
    role: 'assistant',
    content: [
      ...(thinking === '' ? [] : [{ type: 'reasoning' as const, text: thinking }]),
      // An empty answer would leave the thinking open.
      ...(answer === undefined ? [] : [{ type: 'text' as const, text: answer === '' ? '\n\n' : answer }]),
    ],
    ...(continuation === 'prefix' ? { providerOptions: fields } : {}),
  };
  const own = { continue_final_message: true, add_generation_prompt: false };
  return {
    ...call,
    prompt: [...call.prompt, message],
    ...(continuation === 'continue_final_message'
      ? { providerOptions: { ...call.providerOptions, [name]: { ...call.providerOptions?.[name], ...own } } }
      : {}),
  };
}
