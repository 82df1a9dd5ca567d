import type { Command } from 'commander';
import { MullError } from '../../core/mull-error.ts';
import { nearestName } from '../../core/nearest-name.ts';
import { exampleSection, noteSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withOutput } from '../new-command.ts';

/** What to do with the models on this machine. */
export interface ModelsActions {
  list(json: boolean): Promise<void>;
  pull(name: string, json: boolean): Promise<void>;
  remove(name: string, json: boolean): Promise<void>;
}

/** `mull models`, `mull models pull <name>`, `mull models rm <name>` */
export function addModels(program: Command, actions: ModelsActions, options: GrammarOptions): void {
  const { name } = options;
  const style = helpStyle(options);
  const models = newCommand('models', program, options)
    .description('The models on this machine: the bundled one, and those in the cache of the Hugging Face Hub.')
    .summary('list, pull and remove models')
    .usage('[options] [command]')
    // A misspelt command is told as one, not as an argument too many.
    .allowExcessArguments()
    .helpCommand(false);
  withOutput(models)
    .addHelpText('after', () =>
      [
        exampleSection(
          'Examples:',
          [
            `${name} models`,
            `${name} models pull hf:Qwen/Qwen3-0.6B-GGUF:Q8_0`,
            `${name} models rm hf:Qwen/Qwen3-0.6B-GGUF`,
          ],
          style,
        ),
        noteSection(
          'Good to know:',
          [
            'The cache is shared with the other tools of the Hub: HF_HUB_CACHE, HF_HOME, HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE mean what they mean there.',
            'A name in the list is what --engine takes.',
          ],
          style,
        ),
      ].join('\n'),
    )
    .action(async () => {
      const [word] = models.args;
      if (word !== undefined) throw unknownCommand(word, name);
      await actions.list(models.opts<{ json?: boolean }>().json ?? false);
    });
  const pull = newCommand('pull', models, options)
    .description(
      'Bring a model from the Hugging Face Hub onto this machine. A pull that was interrupted goes on where it stopped.',
    )
    .summary('bring a model from the Hugging Face Hub')
    .argument('<name>', 'hf:owner/repo[:file.gguf][@revision]; in place of the file a quantisation such as Q4_K_M');
  withOutput(pull).action(async (model: string) => actions.pull(model, isJson(pull)));
  const remove = newCommand('rm', models, options)
    .description('Remove a model from the cache; with hf:owner/repo every model of that repository.')
    .summary('remove a model from the cache')
    .argument('<name>', 'as `mull models` lists it');
  withOutput(remove).action(async (model: string) => actions.remove(model, isJson(remove)));
}

/** An option that a command shares with the one above it is taken by that one. */
function isJson(command: Command): boolean {
  return command.optsWithGlobals<{ json?: boolean }>().json ?? false;
}

function unknownCommand(word: string, name: string): MullError {
  const near = nearestName(word, ['pull', 'rm']);
  const hint = word.startsWith('hf:') ? `${name} models pull ${word}` : `See: ${name} models --help`;
  return new MullError('E_OPTION_INVALID', `There is no command "models ${word}".`, {
    hint: near === undefined ? hint : `Did you mean "models ${near}"?`,
  });
}
