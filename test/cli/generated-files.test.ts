import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { configJsonSchema, errorsPage } from '../../scripts/generated-files.ts';
import { errorCodes, warningCodes } from '../../src/core/error-codes.ts';

const docs = resolve(import.meta.dirname, '../../docs');

test('docs/errors.md has every code as it is now (else: node scripts/write-error-pages.ts)', () => {
  const page = readFileSync(resolve(docs, 'errors.md'), 'utf8');
  expect(page).toBe(errorsPage());
  for (const code of Object.keys({ ...errorCodes, ...warningCodes })) expect(page).toContain(`### ${code}\n`);
});

test('docs/mull.config.schema.json is the schema the command line reads with', () => {
  const schema = JSON.parse(readFileSync(resolve(docs, 'mull.config.schema.json'), 'utf8'));
  expect(schema).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  expect(schema.additionalProperties).toBe(false);
});
