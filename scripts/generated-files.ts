import { z } from 'zod';
import { configSchema } from '../src/cli/config-schema.ts';
import { exitCodeOf } from '../src/cli/exit-codes.ts';
import { thinkOptions } from '../src/cli/think-options.ts';
import { errorReference } from '../src/report/error-reference.ts';

/** docs/errors.md, from the catalogue of codes. */
export function errorsPage(): string {
  return errorReference(exitCodeOf);
}

/** docs/mull.config.schema.json, for editors: the schema the command line reads with, in the words of its help. */
export function configJsonSchema(): unknown {
  const { properties = {}, ...schema } = z.toJSONSchema(configSchema, { io: 'input' });
  const descriptions = new Map<string, string>(thinkOptions.map(({ name, description }) => [name, description]));
  const described = Object.entries(properties).map(([name, property]) => [
    name,
    { description: descriptions.get(name) ?? 'Where this schema lies, for editors.', ...(property as object) },
  ]);
  return { ...schema, title: 'mull.config.json', properties: Object.fromEntries(described) };
}
