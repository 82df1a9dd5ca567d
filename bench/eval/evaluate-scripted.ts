// `node bench/eval/evaluate-scripted.ts FOLDER [mull eval's options]`: `mull eval` with a scripted engine, to be killed.
import process from 'node:process';
import { processHost } from '../../src/cli/process-host.ts';
import { run } from '../../src/cli/run.ts';
import { scriptedEngine } from '../../src/testing.ts';

const [folder = '.', ...argv] = process.argv.slice(2);
const host = {
  ...processHost('0.0.0'),
  workingDirectory: () => folder,
  openEngine: async () =>
    scriptedEngine({
      slots: 16,
      tokenDelay: 1,
      repeatLast: true,
      // Thoughts of unlike length, and an answer that is right three times out of four.
      script: (prompt, seed) => {
        const [, a = '0', b = '0'] = /(\d+) \+ (\d+)/.exec(prompt) ?? [];
        const sum = Number(a) + Number(b);
        const thought = 'so '.repeat(1 + ((sum * 7 + seed) % 13));
        return [`${thought}</think>`, String(sum % 4 === 0 ? 0 : sum)];
      },
      words: ['so ', 'Wait', 'Final Answer:'],
    }),
};
process.exitCode = await run(['eval', ...argv], host);
