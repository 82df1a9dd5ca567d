import { MullError } from '../../core/mull-error.ts';
import { kernels as encoded } from './kernels.generated.ts';

/** The functions of kernels.wat. Pointers, strides and `headBytes` are in bytes, everything else in elements. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  matmul(
    x: number,
    weights: number,
    initial: number,
    out: number,
    rows: number,
    inputs: number,
    outputs: number,
    xStride: number,
    initialStride: number,
    outStride: number,
  ): void;
  normalize(x: number, weight: number, out: number, size: number, padded: number, epsilon: number): void;
  rotate(x: number, table: number, heads: number, headBytes: number, half: number, scale: number): void;
  remember(
    key: number,
    value: number,
    keys: number,
    values: number,
    position: number,
    heads: number,
    size: number,
    headBytes: number,
    keysStride: number,
    valuesStride: number,
  ): void;
  attend(
    query: number,
    keys: number,
    values: number,
    scores: number,
    out: number,
    heads: number,
    group: number,
    size: number,
    headBytes: number,
    length: number,
    keysStride: number,
    valuesStride: number,
  ): void;
  gate(x: number, out: number, size: number): void;
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** The kernels with a memory of their own. Compiled once per process. */
export async function instantiateKernels(): Promise<Kernels> {
  try {
    compiled ??= WebAssembly.compile(Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0)));
    const instance = await WebAssembly.instantiate(await compiled);
    return instance.exports as unknown as Kernels;
  } catch (cause) {
    compiled = undefined;
    throw new MullError('E_UNSUPPORTED', 'This JavaScript engine cannot run WebAssembly with SIMD.', {
      hint: 'Use Node 22 or later, or a browser from 2023 or later, with WebAssembly switched on.',
      cause,
    });
  }
}
