import type { ErrorCode } from '../../core/error-codes.ts';
import { MullError } from '../../core/mull-error.ts';

/** The key-value table of a GGUF file, read by the type that is expected. */
export class GgufMetadata {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#values, key);
  }

  /** A whole number of at least `least`. */
  count(key: string, least: number): number {
    const value = this.#required(key);
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < least) {
      throw this.#wrong(key, value, `a whole number of at least ${least}`);
    }
    return number;
  }

  optionalCount(key: string, least: number): number | undefined {
    return this.has(key) ? this.count(key, least) : undefined;
  }

  /** A finite number above 0. */
  positive(key: string): number {
    const value = this.#required(key);
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
      throw this.#wrong(key, value, 'a number above 0');
    }
    return value;
  }

  text(key: string): string {
    const value = this.#required(key);
    if (typeof value !== 'string') throw this.#wrong(key, value, 'a text');
    return value;
  }

  optionalText(key: string): string | undefined {
    return this.has(key) ? this.text(key) : undefined;
  }

  texts(key: string): readonly string[] {
    return this.#list(key, 'a list of texts', (item): item is string => typeof item === 'string');
  }

  numbers(key: string): readonly number[] {
    return this.#list(key, 'a list of numbers', (item): item is number => typeof item === 'number');
  }

  #list<Item>(key: string, form: string, is: (item: unknown) => item is Item): readonly Item[] {
    const value = this.#required(key);
    if (!Array.isArray(value) || !value.every(is)) throw this.#wrong(key, value, form);
    return value;
  }

  #required(key: string): unknown {
    if (!this.has(key)) throw damaged('E_MODEL_CORRUPT', `The model file has no "${key}".`);
    return this.#values[key];
  }

  #wrong(key: string, value: unknown, form: string): MullError {
    const shown = Array.isArray(value) ? `a list of ${value.length}` : String(value).slice(0, 60);
    return damaged('E_MODEL_CORRUPT', `"${key}" of the model file must be ${form}, got ${shown}.`);
  }
}

function damaged(code: ErrorCode, message: string): MullError {
  return new MullError(code, message, { hint: 'Fetch the file again, or convert the model again.' });
}
