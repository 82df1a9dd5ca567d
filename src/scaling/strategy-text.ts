import type { Strategy } from './strategy.ts';

/**
 * The text form of a strategy: its name, its fields, and those of what it is made of.
 *
 * @param of - what its branches are; budget forcing needs no naming, its fields stand beside the others
 */
export function strategyText(name: string, fields: object, of?: Strategy): string {
  const own = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join('|') : String(value)}`);
  const [inner = '', rest = ''] = split(of?.text ?? 'forced');
  if (inner !== 'forced') own.push(`of=${inner}`);
  if (rest !== '') own.push(rest);
  return own.length === 0 ? name : `${name}:${own.join(',')}`;
}

function split(text: string): readonly [name: string, fields: string] {
  const colon = text.indexOf(':');
  return colon === -1 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}
