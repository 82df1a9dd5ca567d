// `npm run bench:strategies [-- adaptive hybrid --questions N]`: strategies on the bundled model, compared question by
// question. Says which criteria hold, and fails if one does not.
import { parseArgs } from 'node:util';
import { openEngine } from '../src/adapter/open-engine.ts';
import type { Engine } from '../src/engine/engine.ts';
import { adaptive } from './strategies/adaptive.ts';
import { hybrid } from './strategies/hybrid.ts';
import type { Measured } from './strategies/measured.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    questions: { type: 'string', default: '2000' },
    samples: { type: 'string', default: '16' },
    probability: { type: 'string', default: '0.95' },
  },
});
const questions = Number(values.questions);
/** Differences of several points show in fewer questions than non-inferiority by one point takes. */
const mostOfHybrid = 600;
const parts: Readonly<Record<string, (engine: Engine) => Promise<Measured>>> = {
  adaptive: (engine) =>
    adaptive(engine, questions, { samples: Number(values.samples), probability: Number(values.probability) }),
  hybrid: (engine) => hybrid(engine, Math.min(questions, mostOfHybrid)),
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
