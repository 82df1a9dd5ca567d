// `npm run bench:strategies [-- adaptive hybrid --questions N]`: strategies on the bundled model, compared question by
// question. Says which criteria hold, and fails if one does not.
import { parseArgs } from 'node:util';
import { openEngine } from '../src/adapter/open-engine.ts';
import type { Engine } from '../src/engine/engine.ts';
import { adaptive } from './strategies/adaptive.ts';
import type { Measured } from './strategies/measured.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { questions: { type: 'string', default: '2000' }, samples: { type: 'string', default: '8' } },
});
const questions = Number(values.questions);
const parts: Readonly<Record<string, (engine: Engine) => Promise<Measured>>> = {
  adaptive: (engine) => adaptive(engine, questions, Number(values.samples)),
};

const engine = await openEngine('pebble');
for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
  const part = parts[name];
  if (part === undefined) throw new Error(`There is no part "${name}"; there are ${Object.keys(parts).join(', ')}.`);
  const { lines, failed } = await part(engine);
  console.log(`\n${lines.join('\n')}\n`);
  console.log(failed.length === 0 ? 'Holds.' : `Does not hold: ${failed.join('; ')}.`);
  if (failed.length > 0) process.exitCode = 1;
}
await engine.close();
