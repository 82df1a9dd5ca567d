import type { Command } from 'commander';
import { type EngineFlags, engineOptions } from '../engine-options.ts';
import { exampleSection, noteSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withOutput } from '../new-command.ts';
import { addOptions, optionValues } from '../option-table.ts';

export type DoctorAction = (flags: EngineFlags, json: boolean) => Promise<void>;

/** `mull doctor` */
export function addDoctor(program: Command, action: DoctorAction, options: GrammarOptions): void {
  const { name } = options;
  const style = helpStyle(options);
  const doctor = newCommand('doctor', program, options)
    .description('Look at machine, packages, model and engine, and let the model write 20 tokens under force.')
    .summary('find out what works here, and what does not');
  addOptions(doctor, engineOptions);
  withOutput(doctor)
    .addHelpText('after', () =>
      [
        exampleSection(
          'Examples:',
          [`${name} doctor`, `${name} doctor --engine models/pebble.gguf --threads 2`, `${name} doctor --json`],
          style,
        ),
        noteSection(
          'Good to know:',
          [
            'In the short run a Wait and a cut are put in by force, and every count of tokens is compared with the others.',
            'Exit code: 0 where everything works or there are warnings only, 7 where something failed.',
            'Defaults in mull.config.json hold here too.',
          ],
          style,
        ),
      ].join('\n'),
    )
    .action(async () => {
      const { json = false } = doctor.opts<{ json?: boolean }>();
      await action(optionValues(doctor, engineOptions) as EngineFlags, json);
    });
}
