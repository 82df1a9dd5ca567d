import { limits } from '../limits.ts';
import { some } from '../tree/children.ts';
import { integer, negation, product, sum } from '../tree/make.ts';
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
