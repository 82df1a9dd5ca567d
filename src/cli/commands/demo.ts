import { type Command, Option } from 'commander';
import { exampleSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withOutput } from '../new-command.ts';
import { readNumber } from '../read-number.ts';
import { largestSeed } from '../think-options.ts';

export interface DemoFlags {
  readonly seed: number;
  readonly questions: number;
  readonly json: boolean;
}

export type DemoAction = (flags: DemoFlags) => Promise<void>;

/** `mull demo` */
export function addDemo(program: Command, action: DemoAction, options: GrammarOptions): void {
  const { name } = options;
  const demo = newCommand('demo', program, options)
    .description('See budget forcing work, in a few seconds and with nothing to install: one question in slow motion.')
    .summary('see budget forcing work')
    .addOption(
      new Option('--seed <number>', 'which questions are drawn')
        .default(1)
        .argParser((text) => readNumber(text, '--seed', { whole: true, least: 0, most: largestSeed })),
    )
    .addOption(
      new Option('--questions <number>', 'how many questions the curve is measured on')
        .default(100)
        .argParser((text) => readNumber(text, '--questions', { whole: true, least: 1, most: 10_000 })),
    );
  withOutput(demo)
    .addHelpText('after', () =>
      exampleSection('Examples:', [`${name} demo`, `${name} demo --seed 2`, `${name} demo --json`], helpStyle(options)),
    )
    .action(async () => {
      const { seed, questions, json = false } = demo.opts<DemoFlags>();
      await action({ seed, questions, json });
    });
}
