#!/usr/bin/env node
// Nothing but Node's own modules may be imported here: `--version` and start-up have to be quick, and the rest is
// loaded only when it is needed.
import { readFileSync } from 'node:fs';

const argv = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const [{ run }, { processHost }] = await Promise.all([import('./run.ts'), import('./process-host.ts')]);
  process.exitCode = await run(argv, processHost(version));
  // An input that somebody still holds open must not keep the process alive.
  process.stdin.destroy();
}
