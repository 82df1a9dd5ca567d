import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.ts';
import { instantiateKernels } from '../../../src/adapter/pocket/instantiate-kernels.ts';

test('the committed kernels are what kernels.wat assembles to', async () => {
  const committed = new URL('../../../src/adapter/pocket/kernels.generated.ts', import.meta.url);
  expect(readFileSync(committed, 'utf8')).toBe(await buildKernels());
});

test('the gate x / (1 + exp(-x)) is right to four units in the last place', async () => {
  const { memory, gate } = await instantiateKernels();
  const values = new Float32Array(memory.buffer);
  let worst = 0;
  for (let x = -87; x <= 30; x += 0.037) {
    const exact = Math.fround(x);
    values.fill(exact, 0, 4);
    values.fill(1, 4, 8);
    gate(0, 64, 4);
    const expected = exact / (1 + Math.exp(-exact));
    worst = Math.max(worst, Math.abs(values[16]! - expected) / Math.abs(expected || 1));
  }
  expect(worst).toBeLessThan(4 * 2 ** -24);
});

test('an engine without WebAssembly says so', async () => {
  const { WebAssembly } = globalThis;
  try {
    Object.assign(globalThis, { WebAssembly: undefined });
    const { instantiateKernels: fresh } = await import(
      `../../../src/adapter/pocket/instantiate-kernels.ts?${'without'}` as string
    );
    await expect(fresh()).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
      message: 'This JavaScript engine cannot run WebAssembly with SIMD.',
    });
  } finally {
    Object.assign(globalThis, { WebAssembly });
  }
});
