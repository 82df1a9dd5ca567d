import type { Refusal } from '../server/answer.ts';

/** Reads the fields of a request; whatever is of the wrong type is refused in the host's words. */
export class Fields {
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #refuse: (message: string, field: string) => Refusal;

  constructor(body: Readonly<Record<string, unknown>>, refuse: (message: string, field: string) => Refusal) {
    this.#body = body;
    this.#refuse = refuse;
  }

  has(field: string): boolean {
    return this.#body[field] !== undefined && this.#body[field] !== null;
  }

  any(field: string): unknown {
    return this.#body[field] ?? undefined;
  }

  flag(field: string): boolean | undefined {
    return this.#typed(field, 'a valid boolean', (value): value is boolean => typeof value === 'boolean');
  }

  number(field: string): number | undefined {
    return this.#typed(field, 'a valid number', (value): value is number => typeof value === 'number');
  }

  integer(field: string): number | undefined {
    return this.#typed(field, 'a valid integer', isInteger);
  }

  text(field: string): string | undefined {
    return this.#typed(field, 'a valid string', (value): value is string => typeof value === 'string');
  }

  /** One text or a list of them. */
  texts(field: string): readonly string[] {
    const value = this.any(field);
    if (typeof value === 'string') return [value];
    return (
      this.#typed(field, 'a string or a list of strings', (list): list is string[] => isListOf(list, isText)) ?? []
    );
  }

  integers(field: string): readonly number[] | undefined {
    return this.#typed(field, 'a list of integers', (list): list is number[] => isListOf(list, isInteger));
  }

  object(field: string): Readonly<Record<string, unknown>> | undefined {
    return this.#typed(field, 'a valid dictionary', isObject);
  }

  objects(field: string): readonly Readonly<Record<string, unknown>>[] | undefined {
    return this.#typed(field, 'a valid list', (list): list is Record<string, unknown>[] => isListOf(list, isObject));
  }

  refuse(message: string, field: string): Refusal {
    return this.#refuse(message, field);
  }

  #typed<T>(field: string, wanted: string, is: (value: unknown) => value is T): T | undefined {
    const value = this.any(field);
    if (value === undefined) return undefined;
    if (!is(value)) throw this.#refuse(`Input should be ${wanted}`, field);
    return value;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(is);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}
