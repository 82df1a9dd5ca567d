import { dress } from '../../test/grade/pairs/dress.ts';
import { numbers } from '../../test/grade/pairs/numbers.ts';
import type { PairTable } from '../../test/grade/pairs/pair.ts';
import { prose } from '../../test/grade/pairs/prose.ts';
import { relations } from '../../test/grade/pairs/relations.ts';
import { sentences } from '../../test/grade/pairs/sentences.ts';
import { structures } from '../../test/grade/pairs/structures.ts';
import { words } from '../../test/grade/pairs/words.ts';

/** The repository's own pairs: tables of rules by area. */
export const ownTables: Readonly<Record<string, PairTable>> = {
  numbers,
  structures,
  relations,
  words,
  prose,
  dress,
  sentences,
};

const pairs = Object.values(ownTables).flatMap((table) => Object.values(table).flat());

/** Every gold answer and answer of those tables that is not blank. */
export const ownAnswers: readonly string[] = [...pairs.map((pair) => pair[0]), ...pairs.map((pair) => pair[1])].filter(
  (text) => text.trim() !== '',
);
