import { type Command, Option } from 'commander';
import { exampleSection, noteSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withOutput } from '../new-command.ts';
import { addOptions, optionValues } from '../option-table.ts';
import { type StrategyFlags, strategyOptions } from '../strategy-options.ts';
import { type ThinkFlags, thinkOptions } from '../think-options.ts';

/** What `mull think` prints: everything, events as JSON lines, or nothing but the answer. */
export type ThinkOutput = 'text' | 'json' | 'quiet';

export type ThinkAction = (
  question: string | undefined,
  flags: ThinkFlags & StrategyFlags,
  output: ThinkOutput,
) => Promise<void>;

/** A question with its exact answer 3 that pebble gets wrong at first and right when told to wait. */
const question = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';

/** `mull think [question]` */
export function addThink(program: Command, action: ThinkAction, options: GrammarOptions): void {
  const { name } = options;
  const style = helpStyle(options);
  const think = newCommand('think', program, options)
    .description('Let a model think about a question under a budget, and answer.')
    .summary('ask a question under a thinking budget')
    .argument('[question]', 'the question; else standard input, else drawn (pebble) or asked for');
  const table = [...thinkOptions, ...strategyOptions];
  addOptions(think, table);
  withOutput(
    think.addOption(new Option('--quiet', 'print nothing but the answer').helpGroup('Output:').conflicts('json')),
  )
    .addHelpText('after', () =>
      [
        exampleSection(
          'Examples:',
          [
            `${name} think --seed 7`,
            `${name} think --max 16 "${question}"`,
            `${name} think --waits 3 "${question}"`,
            `${name} think --waits 2 --message Wait --message Hmm --seed 7`,
            `${name} think --max 64 --json --seed 7`,
            `${name} think --strategy majority --samples 8 --waits 1 --seed 7`,
          ],
          style,
        ),
        noteSection('Good to know:', notes(name), style),
      ].join('\n'),
    )
    .action(async (asked: string | undefined) => {
      const output = think.getOptionValue('json') ? 'json' : think.getOptionValue('quiet') ? 'quiet' : 'text';
      await action(asked, optionValues(think, table) as ThinkFlags & StrategyFlags, output);
    });
}

function notes(name: string): string[] {
  return [
    'Without a question, pebble is asked one that is drawn for it and whose exact answer is known. It answers only such questions; for any other give a real model: --engine FILE.gguf, hf:owner/repo or the URL of a server',
    'Text in [brackets] was put in by mull, everything else was written by the model.',
    'Ctrl-C once: stop thinking and answer. Twice: quit.',
    `A question that begins with a dash stands behind two: ${name} think -- "-3+5?"`,
    'Defaults can stand in mull.config.json, in this folder or above it, under the names of the flags.',
    '--json prints the events of the run to standard output, and errors and warnings to standard error.',
    `Exit codes: ${name} --help`,
  ];
}
