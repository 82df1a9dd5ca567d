import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { probedServers, probeTable } from '../scripts/probe-tables.ts';

const folder = resolve(import.meta.dirname, '../docs/servers');
const pages = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

describe('the pages of the servers', () => {
  test.each(probedServers)('show what the probe prints on %s today', async (name) => {
    const shown = [...pages.values()].flatMap(
      (page) => new RegExp(`<!-- table: probe-${name} -->\\n([\\s\\S]*?)\\n<!-- end -->`).exec(page)?.[1] ?? [],
    );
    // `npm run docs` writes them.
    expect(shown).toEqual([await probeTable(name)]);
  });

  test('say of every table which server it is of, and of all but one that it is no real one', () => {
    for (const [name, page] of pages) {
      const labels = [...page.matchAll(/<!-- table: \S+ -->\n(.*)\n/g)].map(([, label]) => label);
      expect(labels.length, name).toBeGreaterThan(0);
      for (const label of labels) {
        expect(label, name).toBe(
          name === 'llama-server.md'
            ? 'The real server of llama.cpp, with the bundled model.'
            : 'A test server that behaves as documented, not the real one.',
        );
      }
    }
  });

  test('stand in the list of servers', () => {
    const index = readFileSync(resolve(folder, '../servers.md'), 'utf8');
    for (const name of pages.keys()) expect(index).toContain(`(servers/${name})`);
  });
});
