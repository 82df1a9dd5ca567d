import { MullError } from '../../core/mull-error.ts';
import type { GgufFile, GgufTensor } from './read-gguf.ts';

const bytesPerElement: ReadonlyMap<number, number> = new Map([
  [0, 4],
  [1, 2],
]);
/** Names of the types a user may meet, by their number in ggml. */
const typeNames: ReadonlyMap<number, string> = new Map([
  [2, 'Q4_0'],
  [3, 'Q4_1'],
  [6, 'Q5_0'],
  [7, 'Q5_1'],
  [8, 'Q8_0'],
  [10, 'Q2_K'],
  [11, 'Q3_K'],
  [12, 'Q4_K'],
  [13, 'Q5_K'],
  [14, 'Q6_K'],
  [30, 'BF16'],
]);

/** Checks that a tensor is there, has this shape, a type that can be read, and lies within the file. */
export function checkTensor(file: GgufFile, name: string, shape: readonly number[]): GgufTensor {
  const tensor = file.tensors.get(name);
  if (!tensor) throw damaged(`The model file has no tensor "${name}".`);
  const size = bytesPerElement.get(tensor.type);
  if (size === undefined) {
    const type = typeNames.get(tensor.type) ?? `number ${tensor.type}`;
    throw new MullError('E_MODEL_UNSUPPORTED', `The tensor "${name}" is of type ${type}; pocket reads F32 and F16.`, {
      hint: 'Convert the model to F16, or run it with another engine.',
    });
  }
  // ggml drops trailing dimensions of 1.
  const written = [...tensor.shape, ...shape.slice(tensor.shape.length).map(() => 1)];
  if (written.length !== shape.length || written.some((length, index) => length !== shape[index])) {
    throw damaged(`The tensor "${name}" has the shape [${tensor.shape.join(', ')}] instead of [${shape.join(', ')}].`);
  }
  const length = shape.reduce((product, factor) => product * factor, size);
  if (!Number.isSafeInteger(tensor.offset) || tensor.offset + length > file.bytes.length) {
    throw damaged(
      `The tensor "${name}" needs bytes ${tensor.offset} to ${tensor.offset + length} of a file of ${file.bytes.length}.`,
    );
  }
  return tensor;
}

/** The values of a tensor that was checked. */
export function readTensor(file: GgufFile, tensor: GgufTensor): Float32Array {
  const length = tensor.shape.reduce((product, factor) => product * factor, 1);
  const size = bytesPerElement.get(tensor.type) ?? 4;
  // Copied, because a view must begin at a multiple of its element's size.
  const bytes = file.bytes.slice(tensor.offset, tensor.offset + length * size);
  return tensor.type === 0 ? new Float32Array(bytes.buffer) : fromHalves(new Uint16Array(bytes.buffer));
}

let table: Float32Array | undefined;

function fromHalves(halves: Uint16Array): Float32Array {
  // There are only 65,536 of them, fewer than a model has weights.
  table ??= Float32Array.from({ length: 65_536 }, (_, half) => fromHalf(half));
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i += 1) values[i] = table[halves[i] ?? 0] ?? 0;
  return values;
}

/** An IEEE 754 binary16, exactly. */
function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function damaged(message: string): MullError {
  return new MullError('E_MODEL_CORRUPT', message, { hint: 'Fetch the file again and compare its checksum.' });
}
