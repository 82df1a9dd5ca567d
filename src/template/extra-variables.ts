import type { Tool } from '../core/message.ts';
import { compileTemplate } from './compile-template.ts';
import { DataText, type Variable } from './data-text.ts';
import { dataVariable } from './schema-variable.ts';
import { strftime } from './strftime.ts';

/** Variables given by the caller: single plain words stay words, other texts are data, for they may come from users. */
export function extraVariables(variables: Readonly<Record<string, unknown>>): Record<string, Variable> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' && /^[\w.-]*$/.test(value) ? value : dataVariable(value),
    ]),
  );
}

/** What templates from before the common form of tools ask for: functions as JSON text, and the date. */
export function outdatedVariables(chatTemplate: string, tools: readonly Tool[], now: Date): Record<string, Variable> {
  const { names } = compileTemplate(chatTemplate);
  if (names.has('tools') || !names.has('functions')) return {};
  const functions = tools.map(({ name, description, parameters }) => ({ name, description, parameters }));
  return {
    functions: tools.length === 0 ? '' : DataText.data(JSON.stringify(functions, null, 4)),
    datetime: strftime(now, '%Y-%m-%d'),
  };
}
