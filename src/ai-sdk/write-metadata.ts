import type { JSONObject, SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { Receipt } from '../core/receipt.ts';

/** The receipt under the provider's name. What is undefined, or infinite, has no place in JSON and is left out. */
export function writeMetadata(receipt: Receipt): SharedV4ProviderMetadata {
  return { mull: { receipt: JSON.parse(JSON.stringify(receipt)) as JSONObject } };
}
