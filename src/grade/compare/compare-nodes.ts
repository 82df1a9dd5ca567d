import { numberFromWords } from '../read/number-words.ts';
import { comparableText } from '../read/plain-text.ts';
import { some } from '../tree/children.ts';
import { key } from '../tree/key.ts';
import { number } from '../tree/make.ts';
import type { Node, RelationNode } from '../tree/node.ts';
import { rename } from '../tree/rename.ts';
import { compareEquations } from './compare-equations.ts';
import { compareItems } from './compare-items.ts';
import { compareRegions } from './compare-regions.ts';
import { compareScalars } from './compare-scalars.ts';
import { type Items, itemsOf } from './items.ts';
import { asMatrix, withDeterminants } from './matrix.ts';
import { type Context, different, equal, type Outcome } from './outcome.ts';
import { type Peeled, peel } from './peel.ts';
import { isRegion } from './region.ts';
import { compatible, renamings } from './subjects.ts';

/** Compares two answers, or two parts of answers: by what they are, then by what they are worth. */
export function compareNodes(left: Node, right: Node, context: Context): Outcome {
  if (!context.budget.step()) return different('step limit');
  if (left.kind === 'number' && right.kind === 'number') return compareScalars(left, right, context);
  if (left.kind === 'choice' || right.kind === 'choice') return compareChoices(left, right, context);
  const [first, second] = [peel(left), peel(right)];
  if (left.kind === 'relation' && right.kind === 'relation') {
    const equation = compareRelations(left, right, first, second, context);
    if (equation !== undefined) return equation;
  }
  if (context.settings.names === 'kept' && (first?.subject === undefined) !== (second?.subject === undefined)) {
    return different('one names what it is');
  }
  let outcome: Outcome | undefined;
  for (const a of first?.values ?? [left]) {
    for (const b of second?.values ?? [right]) {
      const found = compareUnnamed(a, b, context);
      if (found.equal) {
        for (const rule of [first?.rule, second?.rule]) if (rule !== undefined) context.rules.add(rule);
        return found;
      }
      outcome ??= found;
    }
  }
  return outcome ?? different();
}

/** Two statements: about the same thing, of the same value; or two equations with the same solutions. */
function compareRelations(
  left: RelationNode,
  right: RelationNode,
  first: Peeled | undefined,
  second: Peeled | undefined,
  context: Context,
): Outcome | undefined {
  const [subject, other] = [first?.subject, second?.subject];
  if (subject === undefined || other === undefined) {
    const equations = [left, right].every((side) => side.operators.every((operator) => operator === '='));
    // Arithmetic without letters has a value, and the value is compared.
    if (!equations || (first !== undefined && subject === undefined) || (second !== undefined && other === undefined)) {
      return undefined;
    }
    return compareEquations(left, right, context);
  }
  const values = [...(first?.values ?? []), ...(second?.values ?? [])];
  if (compatible(subject, other, values)) {
    const letters = renamings(subject, other);
    for (const a of first?.values ?? []) {
      for (const b of second?.values ?? []) {
        const found =
          letters === undefined
            ? compareUnnamed(a, b, context)
            : compareUnnamed(rename(a, letters[0]), rename(b, letters[1]), context);
        if (found.equal) return found;
      }
    }
  } else if (!values.some((value) => some(value, (part) => part.kind === 'name'))) {
    return different(`${key(subject)} vs ${key(other)}`);
  }
  return key(subject) === key(other) ? different() : compareEquations(left, right, context);
}

function compareUnnamed(first: Node, second: Node, context: Context): Outcome {
  const [left, right] = [withDeterminants(first), withDeterminants(second)];
  return compareKinds(left, right, context);
}

function compareKinds(left: Node, right: Node, context: Context): Outcome {
  if (left.kind === 'text' || right.kind === 'text') return compareTexts(left, right, context);
  if (isRegion(left) || isRegion(right)) return regions(left, right, context);
  // Two answers in brackets are compared as they are; rows in brackets become a matrix beside one.
  const bracketed = left.kind === 'group' && right.kind === 'group';
  const [matrix, other] = bracketed ? [] : [asMatrix(left), asMatrix(right)];
  if (matrix !== undefined && other !== undefined) return compareMatrices(matrix, other, context);
  const [first, second] = [itemsOf(matrix ?? left), itemsOf(other ?? right)];
  if (first !== undefined && second !== undefined) return compareItems(first, second, context);
  if (first !== undefined || second !== undefined) {
    return compareWithOne(first, left, second, right, context);
  }
  if (left.kind === 'relation' || right.kind === 'relation') {
    return key(left) === key(right) ? equal('same form') : different('equation vs value');
  }
  if (left.kind === 'known-set' || right.kind === 'known-set') {
    return key(left) === key(right) ? equal('same set') : different();
  }
  return compareScalars(left, right, context);
}

/** A set of one is its element, and a value that is given twice in two forms is one value. */
function compareWithOne(
  first: Items | undefined,
  left: Node,
  second: Items | undefined,
  right: Node,
  context: Context,
): Outcome {
  const several = first ?? second;
  const count = several?.items.length ?? 0;
  if (
    several === undefined ||
    count === 0 ||
    (count > 1 && (several.style === 'tuple' || several.style === 'vector'))
  ) {
    return different(`${first ? count : 1} vs ${first ? 1 : count} items`);
  }
  let outcome = different();
  for (const item of several.items) {
    outcome = first === undefined ? context.compare(left, item, context) : context.compare(item, right, context);
    if (!outcome.equal)
      return different(count === 1 ? outcome.how : `${first ? count : 1} vs ${first ? 1 : count} items`);
  }
  if (count > 1) context.rules.add('same-value-repeated');
  return outcome;
}

function regions(left: Node, right: Node, context: Context): Outcome {
  const [first, second] = [left, right].map(
    (side) => isRegion(side) || side.kind === 'group' || side.kind === 'known-set',
  );
  // A number beside an inequality is another kind of answer.
  if (!first || !second) {
    const [items, others] = [itemsOf(left), itemsOf(right)];
    return items !== undefined && others !== undefined && items.items.length > 1
      ? compareItems(items, others, context)
      : different('set vs value');
  }
  const outcome = compareRegions(left, right, context);
  if (outcome.equal) return outcome;
  const [items, others] = [itemsOf(left), itemsOf(right)];
  return left.kind === 'list' && right.kind === 'list' && items !== undefined && others !== undefined
    ? compareItems(items, others, context)
    : outcome;
}

function compareMatrices(
  left: Extract<Node, { kind: 'matrix' }>,
  right: Extract<Node, { kind: 'matrix' }>,
  context: Context,
): Outcome {
  if (left.rows.length !== right.rows.length || left.rows[0]?.length !== right.rows[0]?.length) {
    const [a, b] = [itemsOf(left), itemsOf(right)];
    return a !== undefined && b !== undefined ? compareItems(a, b, context) : different('size');
  }
  const others = right.rows.flat();
  const entries = left.rows.flat();
  for (const [index, entry] of entries.entries()) {
    const outcome = context.compare(entry, others[index]!, context);
    if (!outcome.equal) return different(outcome.how);
  }
  return equal(`${entries.length} entries`);
}

/** A letter with its text agrees with the letter alone, and with the text alone. */
function compareChoices(left: Node, right: Node, context: Context): Outcome {
  if (left.kind === 'choice' && right.kind === 'choice') {
    return left.letter === right.letter ? equal('same choice') : different();
  }
  const [choice, other] = left.kind === 'choice' ? [left, right] : right.kind === 'choice' ? [right, left] : [];
  if (choice === undefined || other === undefined) return different();
  const value = peel(other)?.values[0] ?? other;
  if (value.kind === 'name') return value.name === choice.letter ? equal('same choice') : different();
  if (value.kind === 'text' && value.text.toUpperCase() === choice.letter) return equal('same choice');
  if (choice.content === undefined) return different();
  context.rules.add('choice-content');
  return left.kind === 'choice'
    ? context.compare(choice.content, right, context)
    : context.compare(left, choice.content, context);
}

function compareTexts(left: Node, right: Node, context: Context): Outcome {
  const [first, second] = [textOf(left), textOf(right)];
  if (first !== undefined && second !== undefined) {
    return first === second ? equal('same words') : different();
  }
  const text = left.kind === 'text' ? left : right;
  const value = text.kind === 'text' ? numberFromWords(text.text) : undefined;
  if (value === undefined) return different('words vs value');
  return left.kind === 'text'
    ? context.compare(number(value), right, context)
    : context.compare(left, number(value), context);
}

/** The words of a text; letters side by side can be a word too. */
function textOf(node: Node): string | undefined {
  if (node.kind === 'text') return comparableText(node.text);
  if (node.kind === 'name' || node.kind === 'constant') return node.name.toLowerCase();
  if (node.kind !== 'product') return undefined;
  const letters = node.factors.map((factor) =>
    factor.kind === 'name' || factor.kind === 'constant' ? factor.name : undefined,
  );
  return letters.every((letter) => letter?.length === 1) ? letters.join('').toLowerCase() : undefined;
}
