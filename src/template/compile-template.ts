import { MullError } from '../core/mull-error.ts';
import { BoundedInterpreter, RenderBudget } from './interpreter.ts';
import { Environment, parseTemplate } from './jinja.ts';
import { strftime } from './strftime.ts';

/** A parsed chat template. */
export interface CompiledTemplate {
  /** The names of variables that the template reads or sets, and its text constants. */
  readonly names: ReadonlySet<string>;
  readonly constants: ReadonlySet<string>;
  /**
   * @param options.steps - what the rendering may cost; a conversation takes some 50 to 400 steps a message
   * @throws Error whatever the template raises, as it is
   */
  run(variables: Readonly<Record<string, unknown>>, options: { readonly now: Date; readonly steps: number }): string;
}

/** The longest template accepted, in characters; the longest known one has 17,000. */
const maximumTemplate = 500_000;
const maximumRange = 100_000;
const remembered = 32;
const cache = new Map<string, CompiledTemplate>();

/**
 * Parses a chat template; the last 32 are remembered by their text.
 *
 * A template comes with a model file, so it is not trusted: its length, its steps, its ranges and the texts it makes
 * are bounded, and it reaches nothing but the variables it is given.
 *
 * @throws E_TEMPLATE_INVALID
 */
export function compileTemplate(text: string): CompiledTemplate {
  const known = cache.get(text);
  if (known) return known;
  const compiled = compile(text);
  const oldest = cache.keys().next();
  if (cache.size >= remembered && !oldest.done) cache.delete(oldest.value);
  cache.set(text, compiled);
  return compiled;
}

function compile(text: string): CompiledTemplate {
  const hint = 'Give another template with the engine options, or a model file whose template is intact.';
  if (text.length > maximumTemplate) {
    throw new MullError('E_TEMPLATE_INVALID', `The chat template has ${text.length} characters, at most 500000 fit.`, {
      hint,
    });
  }
  try {
    const program = parseTemplate(text);
    const names = new Set<string>();
    const constants = new Set<string>();
    collect(program, names, constants);
    return {
      names,
      constants,
      run(variables, { now, steps }) {
        const budget = new RenderBudget(steps);
        const environment = globals(now, budget);
        for (const [name, value] of Object.entries(variables)) {
          environment.variables.delete(name);
          environment.set(name, value);
        }
        return String(new BoundedInterpreter(environment, budget).run(program).value);
      },
    };
  } catch (cause) {
    throw new MullError('E_TEMPLATE_INVALID', `The chat template cannot be parsed: ${messageOf(cause)}`, {
      hint,
      cause,
    });
  }
}

/** What a template may use besides its variables, as in Transformers. */
function globals(now: Date, budget: RenderBudget): Environment {
  const environment = new Environment();
  for (const [name, value] of Object.entries({ true: true, True: true, false: false, False: false })) {
    environment.set(name, value);
  }
  environment.set('none', null);
  environment.set('None', null);
  environment.set('raise_exception', (message: unknown) => {
    throw new Error(String(message));
  });
  environment.set('range', (first: number, last?: number, step?: number) => {
    const numbers = range(first, last, step);
    budget.spend(Math.floor(numbers.length / 16));
    return numbers;
  });
  environment.set('strftime_now', (format: string) => strftime(now, format));
  return environment;
}

function range(first: number, last?: number, step = 1): number[] {
  const [start, end] = last === undefined ? [0, first] : [first, last];
  const length = Math.max(0, Math.ceil((end - start) / step));
  if (!(length <= maximumRange)) throw new Error(`range() of ${length} numbers, at most ${maximumRange} are given`);
  return Array.from({ length }, (_, index) => start + index * step);
}

/** Walks any tree of nodes for identifiers and text constants. */
function collect(node: unknown, names: Set<string>, constants: Set<string>): void {
  if (node instanceof Map) {
    for (const [key, value] of node) {
      collect(key, names, constants);
      collect(value, names, constants);
    }
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { type, value } = node as { type?: unknown; value?: unknown };
  if (type === 'Identifier' && typeof value === 'string') names.add(value);
  if (type === 'StringLiteral' && typeof value === 'string') constants.add(value);
  for (const child of Object.values(node)) collect(child, names, constants);
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
