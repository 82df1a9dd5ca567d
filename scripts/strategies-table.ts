import { strategyTable } from '../src/scaling/strategy-table.ts';

/** Every strategy with its own fields, from the list that reads them. */
export function strategiesTable(): string {
  const rows = strategyTable.map(({ name, summary, fields }) => {
    const own = fields.map((field) => `\`${field}\``).join(', ');
    return `| \`${name}\` | ${summary} | ${own} |`;
  });
  return ['| strategy | what it does | fields |', '| --- | --- | --- |', ...rows].join('\n');
}
