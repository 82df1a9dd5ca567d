import { numbers } from '../../test/grade/pairs/numbers.ts';
import type { Pair, PairTable } from '../../test/grade/pairs/pair.ts';
import { prose } from '../../test/grade/pairs/prose.ts';
import { relations } from '../../test/grade/pairs/relations.ts';
import { structures } from '../../test/grade/pairs/structures.ts';
import { words } from '../../test/grade/pairs/words.ts';

/** The repository's own pairs: tables of rules by area. */
export const ownTables: Readonly<Record<string, PairTable>> = { numbers, structures, relations, words, prose };

export const ownPairs: readonly Pair[] = Object.values(ownTables).flatMap((table) => Object.values(table).flat());
