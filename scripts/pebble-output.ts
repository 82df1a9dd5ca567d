import process from 'node:process';
import { processHost } from '../src/cli/process-host.ts';
import { run } from '../src/cli/run.ts';

/** What `mull eval recipes/pebble.yaml` prints at its end; the same on every machine. */
export async function pebbleOutput(folder: string): Promise<string> {
  let printed = '';
  const quiet = { isTerminal: false, columns: undefined };
  const host = {
    ...processHost('0.0.0'),
    environment: { ...process.env, npm_command: 'exec', NO_COLOR: '1', FORCE_COLOR: undefined },
    workingDirectory: () => folder,
    output: {
      ...quiet,
      async write(text: string) {
        printed += text;
      },
    },
    errorOutput: { ...quiet, async write() {} },
  };
  const code = await run(['eval', 'recipes/pebble.yaml'], host);
  if (code !== 0) throw new Error(`mull eval ended with ${code}.`);
  return printed;
}

/** Puts the output between the marks of a document. */
export function withOutput(document: string, output: string): string {
  return document.replace(
    /(<!-- output: mull eval recipes\/pebble.yaml -->\n)[\s\S]*?(<!-- end -->)/,
    (_whole, start: string, end: string) => `${start}\`\`\`\n${output}\`\`\`\n${end}`,
  );
}
