import { expect, test } from 'vitest';
import { budgetDialects } from '../../src/server/budget/budget-dialects.ts';
import { endpoints } from '../../src/server/endpoints.ts';
import { serve } from './served.ts';

test('/openapi.json describes every endpoint, with every field a budget is read from', async () => {
  const { url, post } = await serve(['one</think>', 'So.']);
  const document = await (await fetch(`${url}/openapi.json`)).json();
  expect(document.openapi).toBe('3.1.0');
  for (const { path } of endpoints) {
    const { schema } = document.paths[path].post.requestBody.content['application/json'];
    for (const { field } of budgetDialects) {
      const found = field
        .split('.')
        .reduce<{ properties?: Record<string, never> } | undefined>((at, name) => at?.properties?.[name], schema);
      expect(found, `${path} ${field}`).toBeDefined();
    }
    expect(schema.properties.budget.anyOf[0].properties).toHaveProperty('waits');
  }
  // Whatever stands in it is there.
  for (const [path, methods] of Object.entries(document.paths)) {
    const status = 'get' in (methods as object) ? (await fetch(url + path)).status : (await post(path, {})).status;
    expect([path, status]).toEqual([path, 'get' in (methods as object) ? 200 : 400]);
  }
});
