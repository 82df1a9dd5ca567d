import { describe, expect, test } from 'vitest';
import { ownTables } from '../../bench/grade/own-pairs.ts';
import { grade } from '../../src/grade.ts';

for (const [area, table] of Object.entries(ownTables)) {
  describe(area, () => {
    for (const [rule, pairs] of Object.entries(table)) {
      test(`${rule}: ${pairs.length} pairs are judged as they should be`, () => {
        const wrong = pairs
          .filter(([gold, answer, equal, options]) => grade(gold, answer, options).equal !== equal)
          .map(
            ([gold, answer, equal, options]) =>
              `${gold} | ${answer} | ${equal}: ${grade(gold, answer, options).reason}`,
          );
        expect(wrong).toEqual([]);
      });
    }
  });
}
