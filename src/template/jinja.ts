import * as library from '@huggingface/jinja';

/** A value while a template runs; `value` is a JavaScript value, a `Map` or a list of values. */
export interface Value {
  readonly type: string;
  readonly value: unknown;
  toString(): string;
}

/** A piece of a parsed template. */
export interface Node {
  readonly type: string;
}

export interface Environment {
  readonly variables: Map<string, Value>;
  set(name: string, value: unknown): Value;
}

export interface Interpreter {
  run(program: Node): Value;
  evaluate(node: Node | undefined, environment: Environment): Value;
}

interface Library {
  readonly Environment: new () => Environment;
  readonly Interpreter: new (environment: Environment) => Interpreter;
  readonly parse: (tokens: unknown) => Node;
  readonly tokenize: (text: string, options: { lstrip_blocks: boolean; trim_blocks: boolean }) => unknown;
}

// The declarations of the package import each other without file endings, which Node's resolution cannot follow.
const jinja: Library = library as unknown as Library;

export const Environment: Library['Environment'] = jinja.Environment;
export const Interpreter: Library['Interpreter'] = jinja.Interpreter;

/** A chat template's tree, with the white space rules that Transformers uses. */
export function parseTemplate(text: string): Node {
  return jinja.parse(jinja.tokenize(text, { lstrip_blocks: true, trim_blocks: true }));
}

/** A JavaScript value as the interpreter holds it. */
export function toValue(value: unknown): Value {
  return new Environment().set('value', value);
}

/** A list of values that the interpreter holds already. */
export function toList(items: readonly Value[]): Value {
  const list = toValue([]);
  (list.value as Value[]).push(...items);
  return list;
}
