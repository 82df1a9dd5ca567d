// `npm run picture`: draws the README's picture from a real run of the built command.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { terminalSvg } from './terminal-svg.ts';

const parameters = ['think', '--seed', '4', '--max', '120', '--waits', '3'];
const output = execFileSync(
  process.execPath,
  [new URL('../dist/cli/main.js', import.meta.url).pathname, ...parameters],
  {
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '1', COLUMNS: '84' },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
writeFileSync(new URL('../docs/think.svg', import.meta.url), terminalSvg(`npx mull ${parameters.join(' ')}`, output));
