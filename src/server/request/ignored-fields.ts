import type { Warning } from '../../core/warning.ts';

/** Fields that say nothing about the answer, so that leaving them aside changes nothing. */
const harmless = new Set([
  'user',
  'metadata',
  'store',
  'service_tier',
  'safety_identifier',
  'prompt_cache_key',
  'prompt_cache_retention',
  'cache_prompt',
  'extra_body',
  'stream_options',
  'custom_logit_processor',
]);

/** Values by which a field says that nothing is wanted of it. */
function wantsNothing(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === false ||
    value === 0 ||
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}

/**
 * A warning about the fields of a body that nothing was done with; none where there are no such fields.
 *
 * @param known - the names of fields that were read
 */
export function ignoredFields(body: Readonly<Record<string, unknown>>, known: ReadonlySet<string>): Warning[] {
  const ignored = Object.keys(body).filter(
    (name) => !known.has(name) && !harmless.has(name) && !wantsNothing(body[name]),
  );
  if (ignored.length === 0) return [];
  const shown = ignored.slice(0, 8).map((name) => name.slice(0, 40));
  const more = ignored.length > shown.length ? ` and ${ignored.length - shown.length} more` : '';
  return [{ code: 'W_FIELD_IGNORED', message: `Nothing was done with ${shown.join(', ')}${more}.` }];
}
