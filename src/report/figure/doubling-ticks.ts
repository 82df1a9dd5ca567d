/**
 * Ticks of an axis of thinking tokens in doublings, through the budgets that were asked for: 500, 1000, 2000 and so on
 * where the maxima are those, else powers of two.
 *
 * @param domain - the least and the most of the axis, above 0
 * @param budgets - maxima that were asked for
 * @param most - so many ticks have room; of more, every second, third, ... is taken, so that the largest budget stays
 */
export function doublingTicks(
  [low, high]: readonly [number, number],
  budgets: readonly number[],
  most: number,
): number[] {
  const base = commonBase(budgets.filter((budget) => budget > 0));
  const first = Math.ceil(Math.log2(low / base) - 1e-9);
  const last = Math.floor(Math.log2(high / base) + 1e-9);
  const all: number[] = [];
  for (let doubling = first; doubling <= last; doubling += 1) {
    const tick = base * 2 ** doubling;
    // Half a token is no tick.
    if (Number.isInteger(tick)) all.push(tick);
  }
  const step = Math.max(1, Math.ceil(all.length / Math.max(2, most)));
  const anchor = all.indexOf(Math.max(...budgets.filter((budget) => all.includes(budget)), 0));
  const start = (anchor < 0 ? all.length - 1 : anchor) % step;
  return all.filter((_, i) => i % step === start);
}

/** The number from 1 up to 2 whose doublings meet most budgets; 1 without budgets. */
function commonBase(budgets: readonly number[]): number {
  const votes = new Map<number, number>();
  for (const budget of budgets) {
    const base = budget / 2 ** Math.floor(Math.log2(budget));
    votes.set(base, (votes.get(base) ?? 0) + 1);
  }
  let winner = 1;
  let most = 0;
  for (const [base, count] of votes) if (count > most) [winner, most] = [base, count];
  return winner;
}
