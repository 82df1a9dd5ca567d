import { MullError } from '../core/mull-error.ts';
import { DataText, type Variable } from './data-text.ts';

/** Words of JSON Schema, which templates look at by name; behind them stand schemas, schemas by name, or data. */
const schemaWords =
  'type items prefixItems additionalProperties not if then else contains propertyNames anyOf oneOf allOf'.split(' ');
const namedWords = 'properties patternProperties $defs definitions dependentSchemas'.split(' ');
const dataWords = (
  'required enum const default description title examples format pattern nullable minimum maximum ' +
  'exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems uniqueItems minProperties ' +
  'maxProperties deprecated readOnly writeOnly $ref $schema $id $comment'
).split(' ');
const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];
const maximumDepth = 100;

/** A JSON Schema for a template: its own words stay as they are, everything that somebody made up is data. */
export function schemaVariable(schema: unknown, depth = 0): Variable {
  if (Array.isArray(schema)) return schema.map((item) => schemaVariable(item, deeper(depth)));
  if (typeof schema === 'string') return types.includes(schema) ? schema : DataText.data(schema);
  if (typeof schema !== 'object' || schema === null) return dataVariable(schema, depth);
  const variable = new Map<string | DataText, Variable>();
  for (const [key, value] of Object.entries(schema)) {
    if (schemaWords.includes(key)) variable.set(key, schemaVariable(value, deeper(depth)));
    else if (namedWords.includes(key)) variable.set(key, namedSchemas(value, deeper(depth)));
    else variable.set(dataWords.includes(key) ? key : DataText.data(key), dataVariable(value, deeper(depth)));
  }
  return variable;
}

function namedSchemas(value: unknown, depth: number): Variable {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return dataVariable(value, depth);
  return new Map(
    Object.entries(value).map(([name, schema]) => [DataText.data(name), schemaVariable(schema, deeper(depth))]),
  );
}

/** Any JSON value whose texts, keys included, are data. */
export function dataVariable(value: unknown, depth = 0): Variable {
  if (typeof value === 'string') return DataText.data(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => dataVariable(item, deeper(depth)));
  if (typeof value === 'object') {
    return new Map(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [DataText.data(key), dataVariable(item, deeper(depth))]),
    );
  }
  return null;
}

function deeper(depth: number): number {
  if (depth < maximumDepth) return depth + 1;
  throw new MullError('E_OPTION_INVALID', `A tool is nested deeper than ${maximumDepth} levels.`, {
    hint: 'Flatten its parameters, or the arguments of its call.',
  });
}
