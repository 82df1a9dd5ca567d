import { type Json, listOf, objectOf, textOf } from '../json-value.ts';

/** The texts of the content of a message, as any of the APIs has it. */
export function textsOf(content: Json | undefined): readonly string[] {
  return typeof content === 'string' ? [content] : listOf(content).flatMap((part) => textOf(objectOf(part).text) ?? []);
}
