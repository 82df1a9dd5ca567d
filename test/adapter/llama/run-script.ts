import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface ScriptEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

const root = resolve(import.meta.dirname, '../../..');
/** What every script finds: the function under test, the model, a prompt and a way to count. */
const preamble = `
import { createLlamaEngine } from ${JSON.stringify(pathToFileURL(join(root, 'src/llama.ts')).href)};
const path = ${JSON.stringify(join(root, 'models/pebble.gguf'))};
const prompt = { parts: [{ text: 'Last digit: 8 a1-3 b1*2 b2-1?', control: true }] };
const many = { channel: 'thinking', maxTokens: 100, stop: [], sampling: { temperature: 1 } };
const say = (text) => process.stdout.write(text + '\\n');
`;

/**
 * Runs a script in a process of its own, so that nothing it does can end the tests.
 *
 * @param onLine - called with each line it prints
 */
export async function runScript(
  script: string,
  onLine: (line: string, kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<ScriptEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'mull-'));
  const file = join(folder, 'script.mjs');
  writeFileSync(file, preamble + script);
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'], cwd: root });
  let output = '';
  let line = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    line += chunk.toString();
    const lines = line.split('\n');
    line = lines.pop() ?? '';
    for (const complete of lines) onLine(complete, (signal) => child.kill(signal));
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const end = await new Promise<ScriptEnd>((done) => {
    child.once('close', (code, signal) => done({ code, signal, output }));
  });
  rmSync(folder, { recursive: true });
  return end;
}
