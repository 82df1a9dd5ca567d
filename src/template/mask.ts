import { DataText, JoinedTexts, keyOf, type Variable } from './data-text.ts';
import { type Fence, markOf } from './mark.ts';
import { type Unmasked, unmask } from './unmask.ts';

/** What a template is given in place of a tree with data in it, and the way back. */
export interface Masked {
  readonly variables: Readonly<Record<string, unknown>>;
  /** Cuts what was rendered at the marks. */
  unmask(rendered: string): Unmasked;
}

/**
 * Replaces data by marks (see mark.ts).
 *
 * Equal texts have equal marks and marks sort as their texts do, so that a template's tests for equality and sorted
 * keys come out right. Safety does not rest on the marks being secret: texts never meet the template, so they cannot
 * forge one.
 */
export function mask(tree: Readonly<Record<string, Variable>>): Masked {
  const found = new Map<string, DataText>();
  collect(tree, found);
  const sorted = [...found]
    .map(([key, data]) => ({ key, data, order: orderOf(data) }))
    .sort((one, other) => {
      return compare(one.order.toLowerCase(), other.order.toLowerCase()) || compare(one.order, other.order);
    });
  const fence: Fence = { begin: digits(), end: digits() };
  const marks = new Map(sorted.map(({ key, data }, index) => [key, markOf(index, data, fence)]));
  const replace = (data: DataText): string => marks.get(keyOf(data)) ?? '';
  return {
    variables: replaced(tree, replace) as Record<string, unknown>,
    unmask: (rendered) =>
      unmask(
        rendered,
        sorted.map(({ data }) => data),
        fence,
      ),
  };
}

function orderOf({ part }: DataText): string {
  return 'text' in part ? part.text : '';
}

function collect(value: Variable, found: Map<string, DataText>): void {
  if (value instanceof DataText) found.set(keyOf(value), value);
  else if (value instanceof JoinedTexts) for (const item of value.items) collect(item, found);
  else if (value instanceof Map) {
    for (const [key, item] of value as ReadonlyMap<string | DataText, Variable>) {
      collect(key, found);
      collect(item, found);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) collect(item, found);
  }
}

function replaced(value: Variable, replace: (data: DataText) => string): unknown {
  if (value instanceof DataText) return replace(value);
  if (value instanceof JoinedTexts) return value.items.map(replace).join('');
  if (Array.isArray(value)) return value.map((item: Variable) => replaced(item, replace));
  if (value instanceof Map) {
    return Object.fromEntries(
      [...(value as ReadonlyMap<string | DataText, Variable>)].map(([key, item]) => [
        key instanceof DataText ? replace(key) : key,
        replaced(item, replace),
      ]),
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, replace)]));
  }
  return value;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function digits(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => String(byte % 10)).join('');
}
