import { MullError } from '../core/mull-error.ts';
import type { StrategyData } from './strategy-schema.ts';

/**
 * `majority:samples=8,waits=2` as data, its fields not yet checked. Everything behind `of=` is what the branches are.
 *
 * @throws E_STRATEGY_INVALID naming what is no field with a value
 */
export function parseStrategyText(text: string): StrategyData {
  const [name = '', ...more] = text.trim().split(':');
  const fields = more.join(':');
  const data: Record<string, unknown> = {};
  const list = fields === '' ? [] : fields.split(',');
  for (const [index, field] of list.entries()) {
    const equals = field.indexOf('=');
    if (equals < 1) {
      throw new MullError('E_STRATEGY_INVALID', `"${field}" in the strategy "${text}" is no field with a value.`, {
        hint: 'Write name:field=value,field=value, as in majority:samples=8,waits=2.',
      });
    }
    const key = field.slice(0, equals).trim();
    const value = field.slice(equals + 1).trim();
    if (key === 'of')
      return { ...data, name: name.trim(), of: parseStrategyText(`${value}:${list.slice(index + 1).join(',')}`) };
    data[key] = readValue(value);
  }
  return { ...data, name: name.trim() };
}

/** A number where it is one, a list where there is a bar, else a text. */
function readValue(text: string): unknown {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return text.includes('|') ? text.split('|') : text;
}
