// `npm test`: builds, lints, type-checks, checks the package, then runs every test.
import { spawnSync } from 'node:child_process';

const only = process.argv.slice(2);
const steps = [
  ['build', 'npm', ['run', '--silent', 'build']],
  ['lint', 'npx', ['biome', 'ci', '--colors=off', '.']],
  ['types', 'npx', ['tsc', '--noEmit']],
  ['unused code', 'npm', ['run', '--silent', 'unused']],
  ['package', 'npm', ['run', '--silent', 'package']],
  ['tests', 'npx', ['vitest', 'run', ...only]],
];

for (const [name, command, parameters] of steps) {
  if (only.length > 0 && name !== 'tests' && name !== 'build') continue;
  const started = performance.now();
  const quiet = name !== 'tests';
  const result = spawnSync(command, parameters, {
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    if (quiet) process.stderr.write(`${result.stdout}\n${result.stderr}\n`);
    console.error(`\n${name}: failed (${command} ${parameters.join(' ')})`);
    if (quiet) console.log('0 passed, 1 failed');
    process.exit(1);
  }
  if (quiet) console.log(`✓ ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}
