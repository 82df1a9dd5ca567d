import type { Abilities } from '../engine/abilities.ts';
import type { GenerateOptions, Stop } from '../engine/generation.ts';
import { unsupported } from './faults.ts';

/**
 * Ids of what the first token of a generation may not be.
 *
 * @param model.tokenOf - the one token of a text; undefined where it has more
 * @throws E_UNSUPPORTED without the ability, and for texts of several tokens
 */
export function bannedTokens(
  { banFirst = [] }: Pick<GenerateOptions, 'banFirst'>,
  { ban }: Abilities,
  model: { readonly turnEnds: Iterable<number>; readonly tokenOf: (stop: Stop) => number | undefined },
): number[] {
  if (banFirst.length === 0) return [];
  if (!ban) throw unsupported('This engine cannot ban tokens.', 'Leave `banFirst` out.');
  const banned = banFirst.flatMap((each) => {
    if (each === 'turn-end') return [...model.turnEnds];
    const token = model.tokenOf(each);
    if (token !== undefined) return [token];
    throw unsupported(
      `${JSON.stringify(each.text)} cannot be banned: it is not a single token of this model.`,
      'Only texts of a single token can be banned.',
    );
  });
  return [...new Set(banned)];
}
