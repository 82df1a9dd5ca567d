import { limits } from '../limits.ts';
import { some } from '../tree/children.ts';
import { integer, negation, product, sum } from '../tree/make.ts';
import { map } from '../tree/map.ts';
import type { Node } from '../tree/node.ts';

type Rows = readonly (readonly Node[])[];
type MatrixNode = Extract<Node, { kind: 'matrix' }>;

/** Carries out the matrix arithmetic in a tree: sums, products, powers and multiples. Undefined: no matrix. */
export function asMatrix(node: Node): MatrixNode | undefined {
  const nested = fromBrackets(node);
  if (nested !== undefined) return nested;
  if (!some(node, (part) => part.kind === 'matrix')) return undefined;
  const rows = compute(node);
  return rows === undefined ? undefined : { kind: 'matrix', rows };
}

/** `[[1, 2], [3, 4]]`: rows of the same length in square brackets. */
function fromBrackets(node: Node): MatrixNode | undefined {
  if (node.kind !== 'group' || node.open !== '[') return undefined;
  const rows: (readonly Node[])[] = [];
  for (const row of node.items) {
    if (row.kind !== 'group' || row.open !== '[') return undefined;
    if (rows[0] !== undefined && rows[0].length !== row.items.length) return undefined;
    rows.push(row.items);
  }
  return rows.length > 1 ? { kind: 'matrix', rows } : undefined;
}

function compute(node: Node): Rows | undefined {
  switch (node.kind) {
    case 'matrix':
      return node.rows.every((row) => row.length === node.rows[0]?.length) ? node.rows : undefined;
    case 'negation':
      return compute(node.of)?.map((row) => row.map(negation));
    case 'sum':
      return node.terms.map(compute).reduce(added);
    case 'product':
      return multiplied(node.factors);
    case 'quotient':
      return compute(node.numerator)?.map((row) =>
        row.map((entry): Node => ({ kind: 'quotient', numerator: entry, denominator: node.denominator })),
      );
    case 'power': {
      const base = compute(node.base);
      if (base !== undefined && isMinusOne(node.exponent)) return inverted(base);
      const exponent = node.exponent.kind === 'number' ? Number(node.exponent.value.numerator) : 0;
      if (base === undefined || exponent < 1 || exponent > 16) return undefined;
      return Array.from({ length: exponent - 1 }, () => base).reduce<Rows | undefined>(timesMatrix, base);
    }
    case 'call':
      return node.name === 'transpose' && node.arguments[0] !== undefined ? transposed(node.arguments[0]) : undefined;
    default:
      return undefined;
  }
}

/** Every determinant of a matrix up to 4 by 4 in a tree, multiplied out. */
export function withDeterminants(node: Node): Node {
  if (!some(node, isDeterminant)) return node;
  return map(node, (part) => {
    if (!isDeterminant(part) || part.kind !== 'call' || part.arguments[0] === undefined) return undefined;
    const rows = compute(part.arguments[0]);
    return rows === undefined || rows.length !== rows[0]?.length || rows.length > 4 ? undefined : determinant(rows);
  });
}

function isDeterminant(node: Node): boolean {
  return node.kind === 'call' && node.name === 'det';
}

function determinant(rows: Rows): Node {
  const [first] = rows;
  if (first === undefined || first.length === 0) return integer(1);
  return sum(
    first.map((entry, column) => {
      const term = product([entry, determinant(minor(rows, 0, column))]);
      return column % 2 === 0 ? term : negation(term);
    }),
  );
}

function minor(rows: Rows, without: number, column: number): Rows {
  return rows.filter((_, row) => row !== without).map((row) => row.filter((_, at) => at !== column));
}

/** The transposed cofactors over the determinant, up to 3 by 3. */
function inverted(rows: Rows): Rows | undefined {
  if (rows.length !== rows[0]?.length || rows.length > 3) return undefined;
  const denominator = determinant(rows);
  return rows.map((row, at) =>
    row.map((_, column): Node => {
      const cofactor = determinant(minor(rows, column, at));
      return { kind: 'quotient', numerator: (at + column) % 2 === 0 ? cofactor : negation(cofactor), denominator };
    }),
  );
}

function isMinusOne(node: Node): boolean {
  return node.kind === 'negation' && node.of.kind === 'number' && node.of.value.numerator === 1n;
}

function transposed(node: Node): Rows | undefined {
  const rows = compute(node);
  return rows?.[0]?.map((_, column) => rows.map((row) => row[column]!));
}

function added(left: Rows | undefined, right: Rows | undefined): Rows | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (left.length !== right.length || left[0]?.length !== right[0]?.length) return undefined;
  return left.map((row, at) => row.map((entry, column) => sum([entry, right[at]?.[column] ?? integer(0)])));
}

function multiplied(factors: readonly Node[]): Rows | undefined {
  let result: Rows | undefined;
  const scalars: Node[] = [];
  for (const factor of factors) {
    if (!some(factor, (part) => part.kind === 'matrix')) scalars.push(factor);
    else {
      const rows = compute(factor);
      if (rows === undefined) return undefined;
      result = result === undefined ? rows : timesMatrix(result, rows);
      if (result === undefined) return undefined;
    }
  }
  return scalars.length === 0 ? result : result?.map((row) => row.map((entry) => product([...scalars, entry])));
}

function timesMatrix(left: Rows | undefined, right: Rows | undefined): Rows | undefined {
  if (left === undefined || right === undefined || left[0]?.length !== right.length) return undefined;
  const columns = right[0]?.length ?? 0;
  if (left.length * columns * right.length > limits.matched ** 2 / 8) return undefined;
  return left.map((row) =>
    Array.from({ length: columns }, (_, column) =>
      sum(row.map((entry, at) => product([entry, right[at]?.[column] ?? integer(0)]))),
    ),
  );
}
