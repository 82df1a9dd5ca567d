// Part of `npm run docs`: what the probe of budgets shows on each server, into docs/servers/. With --check it writes
// nothing and fails when something is out of date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { withTables } from './fill-document.ts';
import { probedServers, probeTable } from './probe-tables.ts';

const folder = resolve(import.meta.dirname, '../docs/servers');
const tables: Record<string, () => string> = {};
for (const name of probedServers) {
  const table = await probeTable(name);
  tables[`probe-${name}`] = () => table;
}
const outdated: string[] = [];
for (const name of readdirSync(folder)) {
  const path = join(folder, name);
  const before = readFileSync(path, 'utf8');
  const after = withTables(before, tables);
  if (after === before) continue;
  outdated.push(`docs/servers/${name}`);
  if (!process.argv.includes('--check')) writeFileSync(path, after);
}
if (outdated.length > 0) {
  console.log(`${process.argv.includes('--check') ? 'out of date' : 'written'}: ${outdated.join(', ')}`);
  if (process.argv.includes('--check')) process.exitCode = 1;
}
