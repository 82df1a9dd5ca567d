import { lineMark } from './mark.ts';

/** The shape of a value of the interpreter that a method needs. */
interface Held {
  readonly value: unknown;
}
type Method = (self: Held, values: readonly Held[]) => unknown;

/**
 * Methods of Python that templates call and the Jinja library lacks, by type and name. A method that gives
 * `undefined` leaves the call to the library.
 */
export const pythonMethods: Readonly<Record<string, Method>> = {
  'StringValue.format': (self, values) => format(String(self.value), values.map(text)),
  'StringValue.strip': (self, values) => stripped(self, values, true, true),
  'StringValue.lstrip': (self, values) => stripped(self, values, true, false),
  'StringValue.rstrip': (self, values) => stripped(self, values, false, true),
  'StringValue.count': (self, values) => String(self.value).split(text(values[0])).length - 1,
  'StringValue.find': (self, values) => String(self.value).indexOf(text(values[0])),
  'StringValue.isdigit': (self) => /^\d+$/.test(String(self.value)),
  'ArrayValue.append': (self, values) => {
    list(self).push(values[0]);
    return null;
  },
  'ArrayValue.extend': (self, values) => {
    if (values[0]) list(self).push(...list(values[0]));
    return null;
  },
  'ArrayValue.pop': (self, values) => {
    const items = list(self);
    if (items.length === 0) throw new Error('pop from empty list');
    return items.splice(Number(values[0]?.value ?? -1), 1)[0];
  },
};

function list(held: Held): unknown[] {
  return held.value as unknown[];
}

function text(held: Held | undefined): string {
  return String(held?.value ?? '');
}

/** `'a{}b{1}'.format(...)` with places by order or number. */
function format(pattern: string, values: readonly string[]): string {
  let next = 0;
  return pattern.replace(/\{\{|\}\}|\{(\d*)\}/g, (whole, index: string | undefined) => {
    if (index === undefined) return whole.charAt(0);
    if (index !== '') return values[Number(index)] ?? '';
    next += 1;
    return values[next - 1] ?? '';
  });
}

/** With characters given, Python strips exactly those; the library strips all white space. */
function stripped(self: Held, values: readonly Held[], left: boolean, right: boolean): string | undefined {
  if (values.length === 0) return undefined;
  const characters = new Set(text(values[0]));
  if (characters.has('\n')) characters.add(lineMark);
  const letters = [...String(self.value)];
  let start = 0;
  let end = letters.length;
  while (left && start < end && characters.has(letters[start] ?? '')) start += 1;
  while (right && end > start && characters.has(letters[end - 1] ?? '')) end -= 1;
  return letters.slice(start, end).join('');
}
