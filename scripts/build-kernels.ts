// Assembles src/adapter/pocket/kernels.wat into kernels.generated.ts next to it. The result is committed, so that
// neither a build nor a user needs an assembler; a test compares the two.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import createWabt from 'wabt';

const folder = new URL('../src/adapter/pocket/', import.meta.url);

/** The text of kernels.generated.ts for the present kernels.wat. */
export async function buildKernels(): Promise<string> {
  const wabt = await createWabt();
  const source = readFileSync(new URL('kernels.wat', folder), 'utf8');
  const module = wabt.parseWat('kernels.wat', source, { simd: true, bulk_memory: true });
  module.resolveNames();
  module.validate();
  const { buffer } = module.toBinary({ log: false, write_debug_names: false });
  module.destroy();
  const lines =
    Buffer.from(buffer)
      .toString('base64')
      .match(/.{1,110}/g) ?? [];
  return [
    '// Made by scripts/build-kernels.ts from kernels.wat: change that file and run the script.',
    'export const kernels: string =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(new URL('kernels.generated.ts', folder), await buildKernels());
}
