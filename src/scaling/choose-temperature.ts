import { MullError } from '../core/mull-error.ts';
import type { Strategy } from './strategy.ts';

/**
 * The temperature of a strategy's chains. Chains that are to differ are drawn at temperature 1 unless told otherwise, as
 * in the paper's sampled runs.
 *
 * @param usual - of strategies that need no differing chains
 * @throws E_STRATEGY_INVALID for a temperature of 0 at which all chains would be the same
 */
export function chooseTemperature(
  strategy: Pick<Strategy, 'draws' | 'text'>,
  asked: number | undefined,
  usual: number,
): number {
  if (!strategy.draws) return usual;
  if (asked === 0) {
    throw new MullError(
      'E_STRATEGY_INVALID',
      `${strategy.text} compares samples, and at temperature 0 all are the same.`,
      {
        hint: 'Leave the temperature out (then it is 1), or give one above 0.',
      },
    );
  }
  return asked ?? 1;
}
