import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PassOptions, planPasses } from '../../../src/adapter/llama/plan-passes.ts';
import { RunTiming } from '../../../src/adapter/llama/run-timing.ts';
import type { Row } from '../../../src/lockstep/decoder.ts';

const usual: PassOptions = {
  slots: 8,
  batchSize: 16,
  fewestRows: 1,
  closeGaps: false,
  divide: () => false,
  room: () => true,
};

function row(slot: number, length = 1): Row {
  return { slot, position: 4, tokens: Array.from({ length }, (_, index) => index) };
}

/** Passes as texts: slots of a run, fillers in brackets, `slot:from-to` for parts of longer rows. */
function shown(rows: readonly Row[], options: Partial<PassOptions> = {}): string[] {
  return planPasses(rows, { ...usual, ...options })
    .flatMap(({ passes }) => passes)
    .map(({ pieces }) =>
      pieces
        .map(({ slot, row: part }) =>
          part === undefined
            ? `(${slot})`
            : rows[part.index]!.tokens.length === 1
              ? `${slot}`
              : `${slot}:${part.from}-${part.to}`,
        )
        .join(' '),
    );
}

describe('what llama.cpp is given in one batch', () => {
  test('consecutive slots with one token each', () => {
    expect(shown([row(0), row(1), row(2)])).toEqual(['0 1 2']);
    expect(shown([row(0), row(2), row(3)])).toEqual(['0', '2 3']);
  });

  test('on a GPU idle slots between as well, with a filler token', () => {
    expect(shown([row(0), row(3)], { closeGaps: true })).toEqual(['0 (1) (2) 3']);
    expect(shown([row(0), row(3)], { closeGaps: true, room: (slot) => slot !== 2 })).toEqual(['0', '3']);
    expect(shown([row(0), row(7)], { closeGaps: true, batchSize: 7 })).toEqual(['0', '7']);
  });

  test('never one token alone where that is computed by other kernels', () => {
    expect(shown([row(2)], { fewestRows: 2 })).toEqual(['2 (3)']);
    expect(shown([row(7)], { fewestRows: 2 })).toEqual(['(6) 7']);
    expect(shown([row(0), row(1)], { fewestRows: 2, divide: () => true })).toEqual(['0 1']);
    expect(shown([row(0)], { fewestRows: 2, slots: 1 })).toEqual(['0']);
  });

  test('single tokens one after the other where that is faster', () => {
    expect(shown([row(0), row(1), row(4)], { divide: (rows) => rows === 2 })).toEqual(['0', '1', '4']);
  });

  test('longer texts apart from all others, in parts that fit', () => {
    expect(shown([row(0), row(1, 20), row(2), row(3, 5)])).toEqual(['0', '2', '1:0-16', '1:16-20', '3:0-5']);
  });

  test('every token once and in order, whatever the rows', () => {
    const lengths = fc.array(fc.option(fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        lengths,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom(1, 2),
        (given, closeGaps, divide, fewestRows) => {
          const rows = given.flatMap((length, slot) => (length === null ? [] : [row(slot, length)]));
          const seen = rows.map(() => 0);
          const groups = planPasses(rows, { ...usual, closeGaps, fewestRows, divide: () => divide });
          for (const { pieces, tokens } of groups.flatMap(({ passes }) => passes)) {
            expect(tokens).toBeLessThanOrEqual(usual.batchSize);
            pieces.forEach(({ slot, row: part }, index) => {
              if (index > 0) expect(slot).toBe(pieces[index - 1]!.slot + 1);
              if (part === undefined) return;
              expect(rows[part.index]!.slot).toBe(slot);
              expect(part.from).toBe(seen[part.index]);
              seen[part.index] = part.to;
            });
          }
          expect(seen).toEqual(rows.map(({ tokens }) => tokens.length));
        },
      ),
    );
  });
});

describe('together or one by one', () => {
  function measured(timing: RunTiming, rows: number, together: number, divided: number): boolean[] {
    return Array.from({ length: 8 }, () => {
      const choice = timing.divide(rows);
      timing.observe(rows, choice, choice ? divided : together);
      return choice;
    });
  }

  test('both are tried, then the faster one is taken', () => {
    const tried = [false, false, false, true, true, true];
    expect(measured(new RunTiming(), 2, 21, 15)).toEqual([...tried, true, true]);
    expect(measured(new RunTiming(), 3, 21, 25)).toEqual([...tried, false, false]);
  });

  test('the least time counts, so that one hiccup decides nothing', () => {
    const timing = new RunTiming();
    for (const time of [500, 20, 900]) timing.observe(4, false, time);
    for (const time of [30, 31, 32]) timing.observe(4, true, time);
    expect(timing.divide(4)).toBe(false);
  });

  test('large runs always stay together', () => {
    expect(measured(new RunTiming(), 8, 50, 1)).toEqual(Array(8).fill(false));
  });

  test('what was found is tried again after a while', () => {
    const timing = new RunTiming();
    measured(timing, 2, 21, 15);
    let changes = 0;
    for (let step = 0; step < 1200; step += 1) {
      const choice = timing.divide(2);
      timing.observe(2, choice, choice ? 30 : 10);
      if (!choice) changes += 1;
    }
    expect(changes).toBeGreaterThan(500);
  });
});
