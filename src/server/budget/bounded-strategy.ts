import type { BudgetFields } from '../../core/budget.ts';
import { MullError } from '../../core/mull-error.ts';
import type { Ask } from '../../scaling/ask.ts';
import type { Strategy } from '../../scaling/strategy.ts';
import type { Ceilings } from './ceilings.ts';

/** Chains of a whole strategy, whatever they are nested in. */
interface Chains {
  readonly most: number;
  opened: number;
}

/**
 * A strategy whose chains keep to the ceilings, whatever budgets it gives them itself, and which opens no more chains than
 * the server allows.
 *
 * @throws (while it plays) E_STRATEGY_INVALID beyond the ceiling of samples
 */
export function boundedStrategy(strategy: Strategy, ceilings: Ceilings): Strategy {
  const most = ceilings.samples ?? Number.POSITIVE_INFINITY;
  return bounded(
    strategy,
    ceilings,
    () => {
      throw new MullError(
        'E_STRATEGY_INVALID',
        `${strategy.text} wants more than the ${most} samples this server allows.`,
        {
          hint: `Ask for at most ${most} samples.`,
        },
      );
    },
    { most, opened: 0 },
  );
}

/** @param refuse - called where the whole strategy is played: a branch that fails would only be a branch less */
function bounded(strategy: Strategy, ceilings: Ceilings, refuse: () => void, chains: Chains): Strategy {
  return {
    ...strategy,
    *play(facts) {
      const play = strategy.play(facts);
      let next = play.next();
      while (!next.done) {
        const asks = next.value.map((ask): Ask => {
          if (ask.type !== 'open') return ask;
          if (ask.of === undefined) chains.opened += 1;
          return {
            ...ask,
            ...(ask.budget === undefined ? {} : { budget: lowered(ask.budget, ceilings) }),
            ...(ask.of === undefined ? {} : { of: bounded(ask.of, ceilings, () => {}, chains) }),
          };
        });
        if (chains.opened > chains.most) refuse();
        const told = yield asks;
        if (chains.opened > chains.most) refuse();
        next = play.next(told);
      }
      return next.value;
    },
  };
}

function lowered(budget: BudgetFields, ceilings: Ceilings): BudgetFields {
  const bounds = (['max', 'min', 'waits', 'answer', 'total', 'seconds'] as const).flatMap((name) => {
    const [asked, ceiling] = [budget[name], ceilings[name]];
    if (asked === undefined || ceiling === undefined) return [];
    return [[name, asked === 'auto' ? ceiling : Math.min(asked, ceiling)] as const];
  });
  return { ...budget, ...Object.fromEntries(bounds) };
}
