import type { Command, CommanderError } from 'commander';
import { addCompare, type CompareAction } from './commands/compare.ts';
import { addDemo, type DemoAction } from './commands/demo.ts';
import { addDoctor, type DoctorAction } from './commands/doctor.ts';
import { addEval, type EvalAction } from './commands/eval.ts';
import { addExplain, type ExplainAction } from './commands/explain.ts';
import { addGrade, type GradeAction } from './commands/grade.ts';
import { addMetrics, type MetricsAction } from './commands/metrics.ts';
import { addModels, type ModelsActions } from './commands/models.ts';
import { addReport, type ReportAction } from './commands/report.ts';
import { addRuns, type RunsActions } from './commands/runs.ts';
import { addServe, type ServeAction } from './commands/serve.ts';
import { addThink, type ThinkAction } from './commands/think.ts';
import { exitCodeMeanings } from './exit-codes.ts';
import { codeSection, exampleSection } from './help-sections.ts';
import { type GrammarOptions, helpStyle, newCommand } from './new-command.ts';

/** What the commands do; given from outside, so that parsing is tested without running anything. */
export interface Actions {
  readonly think: ThinkAction;
  readonly demo: DemoAction;
  readonly doctor: DoctorAction;
  readonly eval: EvalAction;
  readonly runs: RunsActions;
  readonly serve: ServeAction;
  readonly models: ModelsActions;
  readonly grade: GradeAction;
  readonly metrics: MetricsAction;
  readonly report: ReportAction;
  readonly compare: CompareAction;
  readonly explain: ExplainAction;
}

/** The grammar of the command line. Parsing throws `CommanderError` or `MullError`, and never ends the process. */
export function createProgram(actions: Actions, options: GrammarOptions): Command {
  const { name, version } = options;
  const style = helpStyle(options);
  const program = newCommand('mull', undefined, options)
    .helpCommand('help [command]', 'print the help of a command')
    .description('Thinking budgets for reasoning models: at most so many tokens, at least so many, or "think again".')
    .version(version, '-V, --version', 'print the version')
    .addHelpText('after', () =>
      [
        exampleSection(
          'Begin with:',
          [`${name} demo`, `${name} think --waits 3`, `${name} doctor`, `${name} think --help`],
          style,
        ),
        codeSection('Exit codes:', exitCodeMeanings, style),
      ].join('\n'),
    );
  // In the order of the help: what a newcomer needs stands first.
  addThink(program, actions.think, options);
  addDemo(program, actions.demo, options);
  addDoctor(program, actions.doctor, options);
  addEval(program, actions.eval, options);
  addRuns(program, actions.runs, options);
  addServe(program, actions.serve, options);
  addModels(program, actions.models, options);
  addGrade(program, actions.grade, options);
  addMetrics(program, actions.metrics, options);
  addReport(program, actions.report, options);
  addCompare(program, actions.compare, options);
  addExplain(program, actions.explain, options);
  return program;
}

/** The names of everything that could be meant by a misspelt command or option, with how it is written. */
export function knownNames(program: Command): { readonly commands: string[]; readonly options: string[] } {
  const commands = program.commands.map((command) => command.name());
  // An option of another command is not what was meant.
  const asked = program.commands.find((command) => command.name() === program.args[0]);
  const options = withSubcommands(asked ?? program).flatMap(({ options }) => options.map(({ long }) => long ?? ''));
  return { commands, options: [...new Set([...options, '--help'])] };
}

/** Whether parsing ended because help or version was printed. */
export function wasOnlyAsking(error: CommanderError): boolean {
  return ['commander.helpDisplayed', 'commander.help', 'commander.version'].includes(error.code);
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
