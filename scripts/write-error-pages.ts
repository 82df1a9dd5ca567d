// Writes docs/errors.md and docs/mull.config.schema.json from the sources; a test holds them to these.
import { writeFileSync } from 'node:fs';
import { configJsonSchema, errorsPage } from './generated-files.ts';

writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage());
writeFileSync(
  new URL('../docs/mull.config.schema.json', import.meta.url),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
);
