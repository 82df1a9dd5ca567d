import type { HubSpec } from './hub-spec.ts';

/** The name one types for a model on the Hub; the reverse of `parseHubSpec`. */
export function formatHubSpec({ repo, file, quantisation, revision }: HubSpec): string {
  const selector = file ?? quantisation;
  return `hf:${repo}${selector === undefined ? '' : `:${selector}`}${revision === undefined ? '' : `@${revision}`}`;
}
