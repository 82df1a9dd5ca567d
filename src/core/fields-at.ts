import { z } from 'zod';

/** The names of the fields that the part of a schema at a path may have; none where it is not an object. */
export function fieldsAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  const plain = unwrapped(schema);
  const [key, ...rest] = path;
  if (plain instanceof z.ZodObject) {
    return key === undefined ? Object.keys(plain.shape) : fieldsAt(plain.shape[String(key)], rest);
  }
  if (key !== undefined && plain instanceof z.ZodArray) return fieldsAt(plain.element, rest);
  if (key !== undefined && plain instanceof z.ZodRecord) return fieldsAt(plain.valueType, rest);
  return [];
}

function unwrapped(schema: unknown): unknown {
  let current = schema;
  while (
    current instanceof z.ZodReadonly ||
    current instanceof z.ZodOptional ||
    current instanceof z.ZodDefault ||
    current instanceof z.ZodNullable
  ) {
    current = current.unwrap();
  }
  return current;
}
