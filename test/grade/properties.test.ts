import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equate } from '../../src/grade.ts';

const integer = fc.integer({ min: -10_000, max: 10_000 });
const natural = fc.integer({ min: 1, max: 10_000 });

function same(left: string, right: string): void {
  expect(equate(left, right).equal, `${left} and ${right}`).toBe(true);
}

function unlike(left: string, right: string): void {
  expect(equate(left, right).equal, `${left} and ${right}`).toBe(false);
}

describe('fractions', () => {
  test('are equal when they are in lowest terms, whatever they were multiplied by', () => {
    fc.assert(
      fc.property(integer, natural, natural, (a, b, k) => {
        same(`\\frac{${a}}{${b}}`, `${a * k}/${b * k}`);
      }),
    );
  });

  test('differ when they differ by as little as one', () => {
    fc.assert(fc.property(integer, natural, (a, b) => unlike(`\\frac{${a}}{${b}}`, `\\frac{${a + 1}}{${b}}`)));
  });

  test('with a power of ten below are decimals', () => {
    fc.assert(
      fc.property(natural, fc.integer({ min: 1, max: 6 }), (a, places) => {
        same(`${(a / 10 ** places).toFixed(places)}`, `\\frac{${a}}{${10 ** places}}`);
      }),
    );
  });

  test('with nines below are repeating decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 998 }), (a) => {
        same(`0.\\overline{${String(a).padStart(3, '0')}}`, `${a}/999`);
      }),
    );
  });

  test('are mixed numbers', () => {
    fc.assert(
      fc.property(natural, fc.integer({ min: 2, max: 99 }), (whole, below) => {
        const above = below - 1;
        same(`${whole}\\frac{${above}}{${below}}`, `\\frac{${whole * below + above}}{${below}}`);
      }),
    );
  });
});

test('integers are equal with and without separators, and in every base', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 999_999_999 }), fc.integer({ min: 2, max: 10 }), (n, base) => {
      same(String(n), n.toLocaleString('en'));
      same(String(n), `${n.toString(base)}_{${base}}`);
    }),
  );
});

test('long integers are compared digit by digit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 10n ** 40n, max: 10n ** 80n }), (n) => {
      same(`${n}`, `${n - 7n} + 7`);
      unlike(`${n}`, `${n + 1n}`);
    }),
  );
});

test('polynomials are equal multiplied out, and not with another coefficient', () => {
  fc.assert(
    fc.property(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), (a, b) => {
      const factors = `(x - (${a}))(x - (${b}))`;
      same(factors, `x^2 - (${a + b})x + (${a * b})`);
      unlike(factors, `x^2 - (${a + b})x + (${a * b + 1})`);
    }),
  );
});

test('lists and sets are equal in any order, tuples only in theirs', () => {
  fc.assert(
    fc.property(fc.uniqueArray(integer, { minLength: 2, maxLength: 6 }), (items) => {
      const reversed = [...items].reverse();
      same(items.join(', '), reversed.join(', '));
      same(`\\{${items.join(', ')}\\}`, `\\{${reversed.join(', ')}\\}`);
      unlike(`(${items.join(', ')})`, `(${reversed.join(', ')})`);
    }),
  );
});

test('intervals are inequalities, with their ends or without', () => {
  fc.assert(
    fc.property(integer, natural, fc.boolean(), fc.boolean(), (low, width, closedLow, closedHigh) => {
      const high = low + width;
      const interval = `${closedLow ? '[' : '('}${low}, ${high}${closedHigh ? ']' : ')'}`;
      same(interval, `${low} ${closedLow ? '\\le' : '<'} x ${closedHigh ? '\\le' : '<'} ${high}`);
      unlike(interval, `${low} ${closedLow ? '<' : '\\le'} x ${closedHigh ? '\\le' : '<'} ${high}`);
    }),
  );
});

test('equations are equal multiplied by a number and brought to one side', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: -50, max: 50 }), natural, (a, c, k) => {
      same(`y = ${a}x + (${c})`, `${k}y - ${k * a}x - (${k * c}) = 0`);
      unlike(`y = ${a}x + (${c})`, `${k}y - ${k * a}x - (${k * c + 1}) = 0`);
    }),
  );
});

test('units are converted', () => {
  fc.assert(
    fc.property(natural, (n) => {
      same(`${n} \\text{ km}`, `${n * 1000} \\text{ m}`);
      same(`${n} \\text{ hours}`, `${n * 60} \\text{ minutes}`);
      unlike(`${n} \\text{ km}`, `${n} \\text{ m}`);
    }),
  );
});
