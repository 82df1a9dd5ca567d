// Writes docs/errors.md and docs/mull.config.schema.json from the sources; a test holds them to these.
import { writeFileSync } from 'node:fs';
import { configJsonSchema, errorsPage } from './generated-files.ts';

// Lists of words stand in one line, as the formatter has them.
const schema = JSON.stringify(configJsonSchema(), null, 2).replace(
  /\[\n\s+([^[\]{}]*?)\n\s+\]/g,
  (_, words: string) => `[${words.replace(/\n\s+/g, ' ')}]`,
);
writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage());
writeFileSync(new URL('../docs/mull.config.schema.json', import.meta.url), `${schema}\n`);
