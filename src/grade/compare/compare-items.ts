import { limits } from '../limits.ts';
import { toNumber } from '../number/rational.ts';
import type { Node } from '../tree/node.ts';
import { exact } from './exact.ts';
import type { Items } from './items.ts';
import { type Context, different, equal, type Outcome } from './outcome.ts';

/** Compares two collections: tuples in order with their brackets, lists and sets in any order. */
export function compareItems(left: Items, right: Items, context: Context): Outcome {
  if (
    (ordered(left) && ordered(right)) ||
    (ordered(left) && right.style === 'named') ||
    (left.style === 'named' && ordered(right))
  ) {
    if (left.items.length !== right.items.length) return different(lengths(left, right));
    if (!sameBrackets(left, right, context)) return different('brackets');
    return inOrder(left.items, right.items, context);
  }
  const sets = left.style === 'set' || right.style === 'set';
  if (sets && !context.settings.tuplesAsSets && (ordered(left) || ordered(right))) return different('set vs tuple');
  if (context.settings.order === 'kept' && !sets) {
    if (left.items.length !== right.items.length) return different(lengths(left, right));
    return inOrder(left.items, right.items, context);
  }
  const [first, second] = [flatten(left, right), flatten(right, left)];
  if (first.length === second.length) {
    const straight = inOrder(first, second, context);
    if (straight.equal) return straight;
  }
  if (first.length > limits.matched || second.length > limits.matched) return different('too many items');
  return anyOrder(first, second, sets, context);
}

function ordered(items: Items): boolean {
  return items.style === 'tuple' || items.style === 'vector';
}

function lengths(left: Items, right: Items): string {
  return `${left.items.length} vs ${right.items.length} items`;
}

/** A set or list that holds one tuple beside a list of numbers: `\{(1, 2)\}` and `1, 2`. */
function flatten(items: Items, other: Items): readonly Node[] {
  const [only] = items.items;
  if (items.items.length === 1 && other.items.length > 1 && only?.kind === 'group') return only.items;
  return items.items;
}

/** Brackets matter where they can be the ends of an interval: two ends, the first below the second. */
function sameBrackets(left: Items, right: Items, context: Context): boolean {
  const [first, second] = [left.brackets, right.brackets];
  if (first === undefined || second === undefined || left.items.length !== 2) return true;
  const same = (first.open === '[') === (second.open === '[') && (first.close === ']') === (second.close === ']');
  return same || descending(left.items, context);
}

function descending(items: readonly Node[], context: Context): boolean {
  const [low, high] = items.map((item) => exact(item, context.budget));
  return low !== undefined && high !== undefined && toNumber(low) > toNumber(high);
}

function inOrder(left: readonly Node[], right: readonly Node[], context: Context): Outcome {
  let how = 'same items';
  for (const [index, item] of left.entries()) {
    const outcome = context.compare(item, right[index]!, context);
    if (!outcome.equal) return different(outcome.how);
    if (index === 0) how = outcome.how;
  }
  return equal(left.length > 1 ? `${left.length} items, ${how}` : how);
}

/** A matching of equal items without regard to order; in sets an item may occur more than once. */
function anyOrder(left: readonly Node[], right: readonly Node[], sets: boolean, context: Context): Outcome {
  if (!sets && left.length !== right.length) return different(`${left.length} vs ${right.length} items`);
  if (left.length === 0 && right.length === 0) return equal('both empty');
  const same = left.map((item) => right.map((other) => context.compare(item, other, context).equal));
  const matches = sets ? coversBoth(same) : matching(same) === left.length;
  if (!matches) return different(context.budget.spent ? 'step limit' : '');
  context.rules.add('any-order');
  return equal(`${left.length} items in any order`);
}

function coversBoth(same: readonly (readonly boolean[])[]): boolean {
  const columns = same[0]?.length ?? 0;
  if (same.length === 0 || columns === 0) return false;
  return (
    same.every((row) => row.includes(true)) && (same[0] ?? []).every((_, column) => same.some((row) => row[column]))
  );
}

/** The size of a largest matching (augmenting paths). */
function matching(same: readonly (readonly boolean[])[]): number {
  const owner = new Map<number, number>();
  const place = (row: number, seen: Set<number>): boolean => {
    for (const [column, fits] of (same[row] ?? []).entries()) {
      if (!fits || seen.has(column)) continue;
      seen.add(column);
      const holder = owner.get(column);
      if (holder === undefined || place(holder, seen)) {
        owner.set(column, row);
        return true;
      }
    }
    return false;
  };
  return same.filter((_, row) => place(row, new Set())).length;
}
