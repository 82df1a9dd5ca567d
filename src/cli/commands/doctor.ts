import { type Command, Option } from 'commander';
import { MullError } from '../../core/mull-error.ts';
import { type EngineFlags, engineOptions } from '../engine-options.ts';
import { exampleSection, noteSection } from '../help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand, withOutput } from '../new-command.ts';
import { addOptions, optionValues } from '../option-table.ts';

/** How budgets are probed. */
export interface ProbeFlags {
  readonly output: 'text' | 'json' | 'markdown';
  /** Asked instead of the usual ones. */
  readonly question?: string;
}

/** @param probe - undefined where the probe of budgets was not asked for */
export type DoctorAction = (flags: EngineFlags, json: boolean, probe: ProbeFlags | undefined) => Promise<void>;

interface DoctorFlags {
  readonly json?: boolean;
  readonly probe?: boolean;
  readonly markdown?: boolean;
  readonly ask?: string;
}

/** `mull doctor` */
export function addDoctor(program: Command, action: DoctorAction, options: GrammarOptions): void {
  const { name } = options;
  const style = helpStyle(options);
  const doctor = newCommand('doctor', program, options)
    .description('Look at machine, packages, model and engine, and let the model write 20 tokens under force.')
    .summary('find out what works here, and what does not');
  addOptions(doctor, engineOptions);
  const group = 'Probe:';
  doctor
    .addOption(
      new Option(
        '--probe',
        'instead, ask for maximum, minimum, Wait and no thinking in every way, and judge what happens',
      ).helpGroup(group),
    )
    .addOption(
      new Option('--ask <text>', 'what --probe asks: something the model thinks about, and ends').helpGroup(group),
    )
    .addOption(new Option('--markdown', 'print --probe as Markdown, to be pasted').helpGroup(group).conflicts('json'));
  withOutput(doctor)
    .addHelpText('after', () =>
      [
        exampleSection(
          'Examples:',
          [`${name} doctor`, `${name} doctor --engine models/pebble.gguf --threads 2`, `${name} doctor --probe`],
          style,
        ),
        noteSection(
          'Good to know:',
          [
            'In the short run a Wait and a cut are put in by force, and every count of tokens is compared with the others.',
            'Exit code: 0 where everything works or there are warnings only, 7 where something failed.',
            'Of a server --probe also asks which fields for thinking it takes and ignores: --engine http://127.0.0.1:8080/v1',
            'With --probe: 0 where the way mull uses held every bound, 7 where it did not. It says beforehand what it costs.',
            'Defaults in mull.config.json hold here too.',
          ],
          style,
        ),
      ].join('\n'),
    )
    .action(async () => {
      const { json = false, probe = false, markdown = false, ask } = doctor.opts<DoctorFlags>();
      const orphan = probe ? undefined : markdown ? '--markdown' : ask === undefined ? undefined : '--ask';
      if (orphan !== undefined) {
        throw new MullError('E_OPTION_INVALID', `${orphan} belongs to --probe.`, {
          hint: 'Add --probe, or leave it out.',
        });
      }
      const output = json ? 'json' : markdown ? 'markdown' : 'text';
      const asked = probe ? ({ output, ...(ask === undefined ? {} : { question: ask }) } as const) : undefined;
      await action(optionValues(doctor, engineOptions) as EngineFlags, json, asked);
    });
}
