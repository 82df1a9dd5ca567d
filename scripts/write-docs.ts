// `npm run docs`: puts the code of examples/ and generated tables into README and docs. With --check it writes nothing
// and fails when something is out of date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { evalOptionsTable, exitCodeTable, optionsTable, serveOptionsTable } from './command-line-tables.ts';
import { effortTable } from './effort-table.ts';
import { withExamples, withTables } from './fill-document.ts';
import { budgetDialectTable, budgetPlaceTable } from './server-tables.ts';
import { strategiesTable } from './strategies-table.ts';

const root = resolve(import.meta.dirname, '..');
const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const outdated: string[] = [];

for (const name of documents) {
  const path = join(root, name);
  const before = readFileSync(path, 'utf8');
  const after = withTables(
    withExamples(before, (example) => readFileSync(join(root, example), 'utf8')),
    {
      efforts: effortTable,
      options: optionsTable,
      'exit-codes': exitCodeTable,
      'serve-options': serveOptionsTable,
      strategies: strategiesTable,
      'budget-dialects': budgetDialectTable,
      'budget-places': budgetPlaceTable,
      'eval-options': evalOptionsTable,
    },
  );
  if (after === before) continue;
  outdated.push(relative(root, path));
  if (!process.argv.includes('--check')) writeFileSync(path, after);
}

if (outdated.length > 0)
  console.log(`${process.argv.includes('--check') ? 'out of date' : 'written'}: ${outdated.join(', ')}`);
if (outdated.length > 0 && process.argv.includes('--check')) process.exitCode = 1;
