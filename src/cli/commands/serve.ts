import type { Command } from 'commander';
import { exampleSection, noteSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withDebug } from '../new-command.ts';
import { addOptions, optionValues } from '../option-table.ts';
import { type ServeFlags, serveOptions } from '../serve-options.ts';
import { type ThinkFlags, thinkOptions } from '../think-options.ts';

/** What `mull serve` was told: the engine and the defaults of requests, and how to serve. */
export type ServeAction = (flags: ThinkFlags & { readonly serve: ServeFlags }) => Promise<void>;

/** What clients say for themselves; drawn anew where they do not. */
const defaults = thinkOptions.filter(({ name }) => name !== 'seed');

/** `mull serve` */
export function addServe(program: Command, action: ServeAction, options: GrammarOptions): void {
  const { name } = options;
  const style = helpStyle(options);
  const serve = newCommand('serve', program, options)
    .description('Serve an engine to any OpenAI- or Anthropic-style client, with thinking budgets and receipts.')
    .summary('give any client thinking budgets');
  addOptions(serve, [...serveOptions, ...defaults]);
  withDebug(serve)
    .addHelpText('after', () =>
      [
        exampleSection(
          'Examples:',
          [
            `${name} serve`,
            `${name} serve --port 9000 --max 2000 --ceiling max=8000`,
            `${name} serve --engine http://localhost:8000/v1 --concurrency 16`,
          ],
          style,
        ),
        noteSection(
          'Good to know:',
          [
            'Budget and sampling given here hold for requests that do not say. What a request says beats them; a ceiling beats both.',
            'Ctrl-C once: take nothing new and finish what runs. Twice: break it off.',
            'Defaults in mull.config.json hold here too.',
          ],
          style,
        ),
      ].join('\n'),
    )
    .action(async () => {
      await action({ ...optionValues(serve, defaults), serve: optionValues(serve, serveOptions) });
    });
}
