import type { Command } from 'commander';
import { exampleSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withDebug } from '../new-command.ts';

export type ExplainAction = (code: string | undefined) => Promise<void>;

/** `mull explain [code]` */
export function addExplain(program: Command, action: ExplainAction, options: GrammarOptions): void {
  const { name } = options;
  withDebug(
    newCommand('explain', program, options)
      .description('What an error or warning code means and what to do about it.')
      .summary('explain an error or warning code')
      .argument('[code]', 'for example E_BUDGET_CONFLICT; without one, all codes are listed'),
  )
    .addHelpText('after', () =>
      exampleSection(
        'Examples:',
        [`${name} explain E_BUDGET_CONFLICT`, `${name} explain W_WAITS_UNSPENT`],
        helpStyle(options),
      ),
    )
    .action((code: string | undefined) => action(code));
}
