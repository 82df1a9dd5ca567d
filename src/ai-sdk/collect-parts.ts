import type {
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { MullError } from '../core/mull-error.ts';

/** The whole answer from the parts of its stream. Throws what an `error` part holds. */
export async function collectParts(
  stream: AsyncIterable<LanguageModelV4StreamPart>,
): Promise<LanguageModelV4GenerateResult> {
  const content: LanguageModelV4Content[] = [];
  const blocks = new Map<string, number>();
  let start: Extract<LanguageModelV4StreamPart, { type: 'stream-start' }> = { type: 'stream-start', warnings: [] };
  let response: LanguageModelV4GenerateResult['response'] = {};
  let finish: Extract<LanguageModelV4StreamPart, { type: 'finish' }> | undefined;
  const extend = (id: string, delta: string): void => {
    const block = content[blocks.get(id) ?? -1];
    if (block?.type === 'reasoning' || block?.type === 'text') block.text += delta;
  };
  for await (const part of stream) {
    switch (part.type) {
      case 'stream-start':
        start = part;
        break;
      case 'response-metadata': {
        const { type, ...metadata } = part;
        response = metadata;
        break;
      }
      case 'reasoning-start':
      case 'text-start':
        blocks.set(part.id, content.length);
        content.push({ type: part.type === 'text-start' ? 'text' : 'reasoning', text: '' });
        break;
      case 'reasoning-delta':
      case 'text-delta':
        extend(part.id, part.delta);
        break;
      case 'reasoning-end': {
        const block = content[blocks.get(part.id) ?? -1];
        if (block?.type === 'reasoning' && part.providerMetadata) block.providerMetadata = part.providerMetadata;
        break;
      }
      case 'finish':
        finish = part;
        break;
      case 'error':
        throw part.error;
      case 'tool-call':
      case 'tool-result':
      case 'tool-approval-request':
      case 'file':
      case 'reasoning-file':
      case 'source':
      case 'custom':
        content.push(part);
        break;
    }
  }
  if (finish === undefined)
    throw new MullError('E_INTERNAL', 'A stream ended without its finish.', { hint: 'Please report this.' });
  const { finishReason, usage, providerMetadata } = finish;
  return {
    content: content.filter((part) => (part.type !== 'reasoning' && part.type !== 'text') || part.text !== ''),
    finishReason,
    usage,
    ...(providerMetadata ? { providerMetadata } : {}),
    response,
    warnings: [...start.warnings, ...receiptWarnings(providerMetadata)],
  };
}

/** What did not happen as asked is known only at the end; here the answer can still tell it as warnings. */
function receiptWarnings(
  metadata: LanguageModelV4GenerateResult['providerMetadata'],
): LanguageModelV4GenerateResult['warnings'] {
  const receipt = metadata?.mull?.receipt as
    | { readonly warnings?: readonly { readonly code: string; readonly message: string }[] }
    | undefined;
  return (receipt?.warnings ?? []).map(({ code, message }) => ({ type: 'other', message: `${code}: ${message}` }));
}
