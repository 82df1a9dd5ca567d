import { type Environment, Interpreter, type Node, toList, toValue, type Value } from './jinja.ts';
import { pythonMethods } from './python-methods.ts';

/** The fields of the nodes that are treated here. */
interface AnyNode extends Node {
  readonly callee: AnyNode;
  readonly args: readonly AnyNode[];
  readonly object: AnyNode;
  readonly property: AnyNode;
  readonly computed: boolean;
  readonly operand: AnyNode;
  readonly filter: AnyNode;
  readonly iterable: AnyNode;
  readonly lhs: AnyNode;
  readonly value: unknown;
  readonly left: AnyNode;
  readonly right: AnyNode;
  readonly operator: { readonly value: string };
}

/** Most characters of one text, or items of one list, within a rendering; texts of messages never enter it. */
const maximumSize = 4_000_000;

/** What a rendering may still cost: one per step, and one per 256 characters or 16 items that a step yields. */
export class RenderBudget {
  private left: number;

  constructor(steps: number) {
    this.left = steps;
  }

  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new Error('it does not come to an end within the steps that are allowed');
  }
}

/**
 * The Jinja interpreter, bounded, and with what real templates use of Python beyond the library: methods of texts and
 * lists, objects with numbers as keys, and undefined values that loop no times and have length 0.
 */
export class BoundedInterpreter extends Interpreter {
  private readonly budget: RenderBudget;
  private readonly numberKeyed = new WeakSet<Value>();

  constructor(environment: Environment, budget: RenderBudget) {
    super(environment);
    this.budget = budget;
  }

  override evaluate(statement: Node | undefined, environment: Environment): Value {
    this.budget.spend(1);
    const value = this.evaluateNode(statement as AnyNode | undefined, environment);
    const isText = typeof value.value === 'string';
    const size = isText || Array.isArray(value.value) ? (value.value as string | readonly unknown[]).length : 0;
    if (size > maximumSize) throw new Error(`it makes a ${isText ? 'text' : 'list'} of more than ${maximumSize}`);
    this.budget.spend(Math.floor(size / (isText ? 256 : 16)));
    return value;
  }

  private evaluateNode(node: AnyNode | undefined, environment: Environment): Value {
    switch (node?.type) {
      case evaluatedType:
        return node.value as Value;
      case 'For':
        return super.evaluate(this.withIterable(node, environment), environment);
      case 'ObjectLiteral':
        return this.objectLiteral(node, environment);
      case 'BinaryExpression':
        return this.concatenation(node, environment) ?? super.evaluate(node, environment);
      case 'CallExpression':
        return this.methodCall(node, environment);
      case 'MemberExpression':
        return this.member(node, environment);
      case 'FilterExpression':
        return this.filtered(node, environment);
      default:
        return super.evaluate(node, environment);
    }
  }

  /** Python's Jinja loops no times over what is undefined. */
  private withIterable(node: AnyNode, environment: Environment): AnyNode {
    const select = node.iterable.type === 'SelectExpression';
    const value = this.evaluate(select ? node.iterable.lhs : node.iterable, environment);
    const iterable = evaluated(value.type === 'UndefinedValue' ? toValue([]) : withPlainPairs(value));
    return { ...node, iterable: select ? { ...node.iterable, lhs: iterable } : iterable };
  }

  private objectLiteral(node: AnyNode, environment: Environment): Value {
    const entries = [...(node.value as ReadonlyMap<AnyNode, AnyNode>)];
    if (!entries.some(([key]) => key.type === 'IntegerLiteral')) return super.evaluate(node, environment);
    const object = toValue({});
    for (const [key, value] of entries) {
      (object.value as Map<string, Value>).set(
        String(this.evaluate(key, environment).value),
        this.evaluate(value, environment),
      );
    }
    this.numberKeyed.add(object);
    return object;
  }

  /** `~` takes anything, undefined values as nothing. */
  private concatenation(node: AnyNode, environment: Environment): Value | undefined {
    if (node.operator.value !== '~') return undefined;
    const sides = [this.evaluate(node.left, environment), this.evaluate(node.right, environment)];
    return toValue(sides.map((side) => (side.type === 'UndefinedValue' ? '' : side.toString())).join(''));
  }

  private methodCall(node: AnyNode, environment: Environment): Value {
    const callee = node.callee;
    if (callee.type !== 'MemberExpression' || callee.computed) return super.evaluate(node, environment);
    const object = this.evaluate(callee.object, environment);
    const method = pythonMethods[`${object.type}.${callee.property.value}`];
    const positional = node.args.every((argument) => !argument.type.startsWith('Keyword'));
    if (method && positional) {
      const values = node.args.map((argument) => this.evaluate(argument, environment));
      const result = method(object, values);
      if (result !== undefined) return isValue(result) ? result : toValue(result);
    }
    if (callee.property.value === 'items' && this.numberKeyed.has(object)) return numberedItems(object);
    return super.evaluate({ ...node, callee: { ...callee, object: evaluated(object) } } as AnyNode, environment);
  }

  private member(node: AnyNode, environment: Environment): Value {
    if (!node.computed || node.property.type === 'SliceExpression') return super.evaluate(node, environment);
    const object = this.evaluate(node.object, environment);
    let property = this.evaluate(node.property, environment);
    if (this.numberKeyed.has(object)) property = toValue(String(property.value));
    return super.evaluate(
      { ...node, object: evaluated(object), property: evaluated(property) } as AnyNode,
      environment,
    );
  }

  private filtered(node: AnyNode, environment: Environment): Value {
    const operand = this.evaluate(node.operand, environment);
    const name = node.filter.type === 'CallExpression' ? node.filter.callee.value : node.filter.value;
    if (operand.type === 'UndefinedValue') {
      if (name === 'length') return toValue(0);
      if (/^(trim|lower|upper|title|capitalize|string)$/.test(String(name))) return toValue('');
    }
    if (name === 'string' && /^(Object|Array|Tuple)Value$/.test(operand.type)) return toValue(operand.toString());
    if ((name === 'min' || name === 'max') && operand.type === 'ArrayValue') return extreme(operand, name);
    if (name === 'dictsort' && this.numberKeyed.has(operand)) return sorted(numberedItems(operand));
    return super.evaluate({ ...node, operand: evaluated(operand) } as AnyNode, environment);
  }
}

/** A node that stands for a value, so that what was evaluated here is not evaluated twice. */
const evaluatedType = 'Evaluated';

function evaluated(value: Value): AnyNode {
  return { type: evaluatedType, value } as unknown as AnyNode;
}

function isValue(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && 'type' in value && 'value' in value;
}

/** The library unpacks lists in a loop, but no tuples. */
function withPlainPairs(value: Value): Value {
  if (value.type !== 'ArrayValue' && value.type !== 'TupleValue') return value;
  const items = value.value as readonly Value[];
  if (!items.some((item) => item.type === 'TupleValue')) return value;
  return toList(items.map((item) => (item.type === 'TupleValue' ? toList(item.value as readonly Value[]) : item)));
}

function extreme(list: Value, name: 'min' | 'max'): Value {
  const numbers = (list.value as readonly Value[]).map((item) => Number(item.value));
  return toValue(numbers.length === 0 ? undefined : numbers.reduce((one, other) => Math[name](one, other)));
}

function numberedItems(of: Value): Value {
  return toList(
    [...(of.value as ReadonlyMap<string, Value>)].map(([key, value]) => toList([toValue(Number(key)), value])),
  );
}

function sorted(list: Value): Value {
  const first = (pair: Value): number => Number((pair.value as Value[])[0]?.value);
  (list.value as Value[]).sort((one, other) => first(one) - first(other));
  return list;
}
