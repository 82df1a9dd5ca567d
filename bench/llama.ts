// `npm run bench:llama [FILE.gguf] [ROUNDS]`: the llama engine against a raw loop on the same native library, one
// thread, interleaved, medians. Default: SmolLM2-135M in node_modules/.cache/models, 7 rounds. Linux x64 only.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeRatios, longText, memory, newcomer, queueRatio } from './llama/measures.ts';

const [file, rounds = '7'] = process.argv.slice(2);
const path = resolve(file ?? join(import.meta.dirname, '../node_modules/.cache/models/smollm2-135m.gguf'));
if (!existsSync(path)) {
  console.error(`There is no ${path}. Give the path of a GGUF file with a context of 4,352 tokens or more.`);
  process.exit(2);
}
for (const measure of [decodeRatios, queueRatio, longText, newcomer, memory]) {
  console.log(`\n${(await measure({ path, rounds: Number(rounds) })).join('\n')}`);
}
// The raw loop's library stays loaded and has threads of its own.
process.exit(0);
