import { budgetDialects } from '../src/server/budget/budget-dialects.ts';
import { budgetPlaces } from '../src/server/budget/served-budget.ts';

const meanings = { max: '`max`', effort: '`effort`', switch: 'thinking on or off', finish: '`finish`' } as const;

/** Every field of hosts that a budget is read from, from the list the server reads them by. */
export function budgetDialectTable(): string {
  const rows = budgetDialects.map(({ field, means, sentBy, note }) => {
    const read = note === undefined ? meanings[means] : `${meanings[means]}; ${note}`;
    return `| \`${field}\` | ${read} | ${sentBy} |`;
  });
  return ['| field | read as | whose clients |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The places a budget may stand in, in the order in which they have the say. */
export function budgetPlaceTable(): string {
  const rows = budgetPlaces.map((place, index) => `| ${index + 1} | ${place} |`);
  return ['| | place |', '| --- | --- |', ...rows].join('\n');
}
