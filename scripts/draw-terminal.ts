// `npm run picture`: draws the pictures of README and docs from real runs of the built command, the second with a real
// llama-server.
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { startLlamaServer } from '../test/support/llama-server.ts';
import { terminalSvg } from './terminal-svg.ts';

const script = new URL('../dist/cli/main.js', import.meta.url).pathname;
const env = { ...process.env, FORCE_COLOR: '1', COLUMNS: '84', npm_command: 'exec' };

const parameters = ['think', '--seed', '4', '--max', '120', '--waits', '3'];
const output = execFileSync(process.execPath, [script, ...parameters], {
  encoding: 'utf8',
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});
writeFileSync(new URL('../docs/think.svg', import.meta.url), terminalSvg(`npx mull ${parameters.join(' ')}`, output));

const server = await startLlamaServer();
const shown = 'http://127.0.0.1:8080/v1';
// Not waited for in this thread, which reads the log of the server: unread, it would stop it.
const probing = promisify(execFile)(process.execPath, [script, 'doctor', '--probe', '--engine', server.url], { env });
const { stdout } = await probing.finally(() => server.close());
writeFileSync(
  new URL('../docs/probe.svg', import.meta.url),
  terminalSvg(`npx mull doctor --probe --engine ${shown}`, stdout.replaceAll(server.url, shown)),
);
