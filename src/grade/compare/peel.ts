import { names } from '../tree/names.ts';
import type { Node, RelationNode, RelationOperator } from '../tree/node.ts';

/** What a relation says, if it only says what something is: `x = 5`, `3 * 4 = 12`, `x \in [0, 1]`. */
export interface Peeled {
  /** What the value is said of. */
  readonly subject: Node | undefined;
  /** The value; more than one where a rounded form is given beside it: `\sqrt2 \approx 1.414`. */
  readonly values: readonly Node[];
  readonly rule: 'name-dropped' | 'last-of-chain' | undefined;
}

const statements: readonly RelationOperator[] = ['=', '~', '=='];

/** Takes the value out of a relation; undefined for equations and inequalities that are answers themselves. */
export function peel(node: Node): Peeled | undefined {
  if (node.kind !== 'relation') return { subject: undefined, values: [node], rule: undefined };
  const arrow = node.operators.lastIndexOf('=>');
  if (arrow >= 0) return peel(tail(node, arrow + 1));
  const [first, second] = node.terms;
  if (first === undefined || second === undefined) return undefined;
  if (node.operators.length === 1 && node.operators[0] === 'in' && isSubject(first)) {
    return { subject: first, values: [second], rule: 'name-dropped' };
  }
  if (!node.operators.every((operator) => statements.includes(operator))) return undefined;
  if (!isSubject(first)) {
    if (names(first).size > 0) return undefined;
    // 5 = x says of x what x = 5 says.
    const last = node.terms.at(-1);
    if (node.terms.length === 2 && isSubject(second)) {
      return { subject: second, values: [first], rule: 'name-dropped' };
    }
    return last === undefined || names(last).size > 0
      ? undefined
      : { subject: undefined, values: ends(node, 0), rule: 'last-of-chain' };
  }
  let start = 1;
  while (start < node.terms.length - 1 && isSubject(node.terms[start]!)) start++;
  return { subject: first, values: ends(node, start), rule: 'name-dropped' };
}

/** Of a = b = c the last; of a = b \approx c both b and c, the exact one first. */
function ends(node: RelationNode, start: number): readonly Node[] {
  const values: Node[] = [];
  for (let at = start; at < node.terms.length; at++) {
    if (at === node.terms.length - 1 || node.operators[at] === '~') values.push(node.terms[at]!);
  }
  return values;
}

function tail(node: RelationNode, start: number): Node {
  const terms = node.terms.slice(start);
  const [only] = terms;
  if (terms.length === 1 && only !== undefined) return only;
  return { kind: 'relation', terms, operators: node.operators.slice(start) };
}

/** Something that has no value by itself: a letter, f(x), AB, a label, a tuple or ratio of such. */
function isSubject(node: Node): boolean {
  switch (node.kind) {
    case 'name':
    case 'text':
      return true;
    case 'constant':
      return node.name === 'i';
    case 'indexed':
      return isSubject(node.base) || node.base.kind === 'name';
    case 'call':
      return node.arguments.length > 0 && (node.name.startsWith('function:') || node.arguments.every(isSubject));
    case 'product': {
      const [head, ...rest] = node.factors;
      if (head?.kind === 'name' && rest.length === 1 && (rest[0]?.kind === 'number' || rest[0]?.kind === 'relation')) {
        return isFunctionLetter(head.name);
      }
      return node.factors.every((factor) => isSubject(factor) || factor.kind === 'constant');
    }
    case 'quotient':
      return isSubject(node.numerator) && isSubject(node.denominator);
    case 'ratio':
      return node.terms.every(isSubject);
    case 'group':
      return node.items.every(isSubject);
    default:
      return false;
  }
}

/** P(2) = 5, P(X > 2) = 0.3: a capital in front of brackets. */
function isFunctionLetter(name: string): boolean {
  return /^[A-Z]$/.test(name);
}
