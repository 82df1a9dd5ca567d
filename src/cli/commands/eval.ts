import type { Command } from 'commander';
import { allEvalOptions, type EvalFlags } from '../eval-options.ts';
import { exampleSection, noteSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withOutput } from '../new-command.ts';
import { addOptions, optionValues } from '../option-table.ts';

export type EvalAction = (recipe: string | undefined, flags: EvalFlags, json: boolean) => Promise<void>;

/** `mull eval [recipe]` */
export function addEval(program: Command, action: EvalAction, options: GrammarOptions): void {
  const { name } = options;
  const style = helpStyle(options);
  const command = newCommand('eval', program, options)
    .description('Ask a model many questions under thinking budgets: how accuracy grows with thinking.')
    .summary('evaluate a model on a data set under budgets')
    .argument('[recipe]', 'a YAML file that says what is asked and how, or the name of one that comes with mull');
  addOptions(command, allEvalOptions);
  withOutput(command)
    .addHelpText('after', () =>
      [
        exampleSection(
          'Examples:',
          [
            `${name} eval recipes/pebble.yaml`,
            `${name} eval recipes/aime24.yaml --engine http://localhost:8000/v1 --full`,
            `${name} eval --data my.jsonl --sweep max=16,32,64 --sweep waits=0,1`,
            `${name} eval recipes/gsm8k.yaml --engine http://localhost:8000/v1 --dry-run`,
          ],
          style,
        ),
        noteSection(
          'Good to know:',
          [
            'The same command again goes on where it stopped, whatever stopped it. With more questions, samples or budgets it extends the run; where something else differs, it says what.',
            'Truncated answers are counted apart from wrong ones, and so are missing answers and errors.',
            'Ctrl-C once: what runs ends, and nothing more is started. Twice: quit. Nothing that had ended is lost.',
            'Everything a run made lies in its folder: plan.json, and records.jsonl with one line for each sample.',
            `Exit codes: ${name} --help. Recipes, data sets and runs: docs/eval.md`,
          ],
          style,
        ),
      ].join('\n'),
    )
    .action(async (recipe: string | undefined) => {
      const json = command.getOptionValue('json') === true;
      await action(recipe, optionValues(command, allEvalOptions) as EvalFlags, json);
    });
}
