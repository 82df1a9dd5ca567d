/** The tables at the beginning of a .gguf file (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
export interface GgufTables {
  readonly version: number;
  /** Texts, numbers and truth values; lists, such as the vocabulary, are passed over. */
  readonly metadata: ReadonlyMap<string, string | number | boolean>;
  readonly tensors: readonly GgufTensor[];
  /** Where the tables end, in bytes from the start. */
  readonly end: number;
}

interface GgufTensor {
  readonly weights: number;
  /** The number of its type in ggml. */
  readonly type: number;
  /** From the start of the weights, in bytes. */
  readonly offset: number;
}

/** Bytes of a value, by the number of its type; texts and lists have their own lengths. */
const widths: readonly (number | undefined)[] = [1, 1, 2, 2, 4, 4, 4, 1, undefined, undefined, 8, 8, 8];
const [float32, boolean, text, list, float64] = [6, 7, 8, 9, 12];
const signed: readonly number[] = [1, 3, 5, 11];
const deepestList = 4;
const mostDimensions = 8;

/**
 * Reads the tables from the first bytes of a file, or says that it needs more of them.
 *
 * `@huggingface/gguf` decodes every text of the vocabulary, which takes half a second per model; here lists are passed
 * over, so that `mull models` takes milliseconds.
 *
 * @throws Error when the tables cannot be what they say
 */
export function parseGgufHeader(bytes: Uint8Array): GgufTables | 'more' {
  try {
    return new HeaderReader(bytes).tables();
  } catch (error) {
    // A DataView throws this behind its end, and so does the reader.
    if (error instanceof RangeError) return 'more';
    throw error;
  }
}

class HeaderReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 4;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  tables(): GgufTables {
    const version = this.#number(4);
    if (version !== 2 && version !== 3) throw new Error(`it is of GGUF version ${version}, not 2 or 3`);
    const tensorCount = this.#size();
    const valueCount = this.#size();
    const metadata = new Map<string, string | number | boolean>();
    for (let index = 0; index < valueCount; index += 1) {
      const key = this.#text();
      const value = this.#value(this.#number(4));
      if (value !== undefined) metadata.set(key, value);
    }
    const tensors: GgufTensor[] = [];
    for (let index = 0; index < tensorCount; index += 1) tensors.push(this.#tensor());
    return { version, metadata, tensors, end: this.#at };
  }

  #tensor(): GgufTensor {
    this.#skip(this.#size());
    const dimensions = this.#number(4);
    if (dimensions > mostDimensions) throw new Error(`a tensor has ${dimensions} dimensions`);
    let weights = 1;
    for (let index = 0; index < dimensions; index += 1) weights *= this.#size();
    return { weights, type: this.#number(4), offset: this.#size() };
  }

  #value(type: number): string | number | boolean | undefined {
    if (type === text) return this.#text();
    if (type === list) {
      this.#skipList(1);
      return undefined;
    }
    const width = widthOf(type);
    if (type === float32 || type === float64) return this.#float(width);
    const number = this.#number(width, signed.includes(type));
    return type === boolean ? number !== 0 : number;
  }

  #skipList(depth: number): void {
    if (depth > deepestList) throw new Error('its lists are nested too deeply');
    const type = this.#number(4);
    const count = this.#size();
    if (type === text) for (let index = 0; index < count; index += 1) this.#skip(this.#size());
    else if (type === list) for (let index = 0; index < count; index += 1) this.#skipList(depth + 1);
    else this.#skip(count * widthOf(type));
  }

  #text(): string {
    const length = this.#size();
    const start = this.#at;
    this.#skip(length);
    return new TextDecoder().decode(this.#bytes.subarray(start, start + length));
  }

  /** A length or an offset: never more than a file can have. */
  #size(): number {
    const size = this.#number(8);
    if (size > Number.MAX_SAFE_INTEGER) throw new Error(`it has a length of ${size}`);
    return size;
  }

  #number(width: number, isSigned = false): number {
    const at = this.#skip(width);
    if (width === 8) return Number(isSigned ? this.#view.getBigInt64(at, true) : this.#view.getBigUint64(at, true));
    if (width === 4) return isSigned ? this.#view.getInt32(at, true) : this.#view.getUint32(at, true);
    if (width === 2) return isSigned ? this.#view.getInt16(at, true) : this.#view.getUint16(at, true);
    return isSigned ? this.#view.getInt8(at) : this.#view.getUint8(at);
  }

  #float(width: number): number {
    const at = this.#skip(width);
    return width === 8 ? this.#view.getFloat64(at, true) : this.#view.getFloat32(at, true);
  }

  /** Goes on by so many bytes; returns where it was. */
  #skip(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw new RangeError('behind the end');
    this.#at = at + length;
    return at;
  }
}

function widthOf(type: number): number {
  const width = widths[type];
  if (width === undefined) throw new Error(`it has a value of type ${type}, which does not exist`);
  return width;
}
