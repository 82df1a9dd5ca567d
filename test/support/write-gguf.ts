/** A tensor to write: values are given as F32 and stored as told. */
export interface TensorToWrite {
  readonly name: string;
  /** Innermost first, as GGUF has it: a matrix is [inputs, outputs]. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly type: 'F32' | 'F16' | { readonly number: number };
}

/** A value of the key-value table. Plain numbers are written as U32, `{ float }` as F32. */
export type MetadataToWrite =
  | number
  | string
  | boolean
  | { readonly float: number }
  | readonly string[]
  | { readonly integers: readonly number[] }
  | { readonly floats: readonly number[] };

const types = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 };

/** The bytes of a GGUF file, version 3, little-endian. */
export function writeGguf(
  metadata: Readonly<Record<string, MetadataToWrite>>,
  tensors: readonly TensorToWrite[],
): Uint8Array {
  const header = new Bytes();
  header.raw(new TextEncoder().encode('GGUF'));
  header.uint32(3);
  header.uint64(tensors.length);
  header.uint64(Object.keys(metadata).length);
  for (const [key, value] of Object.entries(metadata)) {
    header.string(key);
    header.value(value);
  }
  const data = new Bytes();
  for (const tensor of tensors) {
    data.pad(32);
    header.string(tensor.name);
    header.uint32(tensor.shape.length);
    for (const length of tensor.shape) header.uint64(length);
    header.uint32(tensor.type === 'F32' ? 0 : tensor.type === 'F16' ? 1 : tensor.type.number);
    header.uint64(data.length);
    data.raw(tensor.type === 'F16' ? halves(tensor.values) : new Uint8Array(tensor.values.slice().buffer));
  }
  data.pad(32);
  header.pad(32);
  header.raw(data.take());
  return header.take();
}

/** The values after a way through F16, as a reader of the file sees them. */
export function asHalves(values: Float32Array): Float32Array {
  return values.map((value) => {
    const half = toHalf(value);
    const [exponent, fraction] = [(half >> 10) & 31, half & 0x3ff];
    const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
    return half & 0x8000 ? -size : size;
  });
}

function halves(values: Float32Array): Uint8Array {
  return new Uint8Array(Uint16Array.from(values, toHalf).buffer);
}

/** Rounds to the nearest binary16, ties to even. Values must be finite and below 65,504. */
function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  const bits = (exponent + 15) * 1024 + roundToEven((size / 2 ** exponent - 1) * 1024);
  return sign | bits;
}

function roundToEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}

class Bytes {
  #buffer = new Uint8Array(1024);
  #view = new DataView(this.#buffer.buffer);
  length = 0;

  raw(bytes: Uint8Array): void {
    const at = this.#room(bytes.length);
    this.#buffer.set(bytes, at);
  }

  uint32(value: number): void {
    const at = this.#room(4);
    this.#view.setUint32(at, value, true);
  }

  uint64(value: number): void {
    const at = this.#room(8);
    this.#view.setBigUint64(at, BigInt(value), true);
  }

  string(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.uint64(bytes.length);
    this.raw(bytes);
  }

  value(value: MetadataToWrite): void {
    if (typeof value === 'number') {
      this.uint32(types.uint32);
      this.uint32(value);
    } else if (typeof value === 'string') {
      this.uint32(types.string);
      this.string(value);
    } else if (typeof value === 'boolean') {
      this.uint32(types.bool);
      this.raw(Uint8Array.of(value ? 1 : 0));
    } else if ('float' in value) {
      this.uint32(types.float32);
      this.raw(new Uint8Array(Float32Array.of(value.float).buffer));
    } else if ('integers' in value) {
      this.uint32(types.array);
      this.uint32(types.int32);
      this.uint64(value.integers.length);
      for (const integer of value.integers) this.uint32(integer >>> 0);
    } else if ('floats' in value) {
      this.uint32(types.array);
      this.uint32(types.float32);
      this.uint64(value.floats.length);
      this.raw(new Uint8Array(Float32Array.from(value.floats).buffer));
    } else {
      this.uint32(types.array);
      this.uint32(types.string);
      this.uint64(value.length);
      for (const text of value) this.string(text);
    }
  }

  pad(multiple: number): void {
    this.raw(new Uint8Array((multiple - (this.length % multiple)) % multiple));
  }

  take(): Uint8Array {
    return this.#buffer.slice(0, this.length);
  }

  #room(bytes: number): number {
    const at = this.length;
    this.length += bytes;
    if (this.length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.length, 2 * this.#buffer.length));
      larger.set(this.#buffer);
      this.#buffer = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}
