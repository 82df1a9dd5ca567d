import { countPlanned } from '../../core/count-planned.ts';
import type { RunPlan } from '../../core/run-plan.ts';
import { printableText } from '../../report/printable-text.ts';
import { symbols } from '../../report/text-style.ts';
import { wrapText } from '../../report/wrap-text.ts';
import type { RunWriter } from '../../store/run-writer.ts';
import type { EvalFlags } from '../eval-options.ts';
import type { Host } from '../host.ts';
import { terminalStyle } from '../terminal-style.ts';
import type { GatheredQuestions } from './gather-questions.ts';

/** What is said before the first sample: what is asked of whom, what is there already, and what to know. */
export function openingLines(opening: {
  readonly plan: RunPlan;
  readonly toDo: number;
  /** What this command adds to a run that was there. */
  readonly added: readonly string[];
  readonly gathered: Pick<GatheredQuestions, 'notAsked'>;
  readonly writer: Pick<RunWriter, 'damage'>;
  readonly flags: EvalFlags;
  readonly concurrency: number;
  readonly host: Host;
}): string[] {
  const { plan, toDo, added, gathered, writer, flags, concurrency, host } = opening;
  const style = terminalStyle(host, host.errorOutput);
  const { dataset, questions, settings, engine, sampling } = plan;
  const planned = countPlanned(plan);
  const asked = questions.length === dataset.size ? `${dataset.size}` : `${questions.length} of ${dataset.size}`;
  const samples = Math.max(...settings.map((setting) => setting.samples));
  const times = samples === 1 ? '' : `, up to ${samples} samples each`;
  const size = `${asked} questions in ${settings.length} setting${settings.length === 1 ? '' : 's'}${times}: ${planned} samples`;
  const there = planned - toDo;
  const state =
    toDo === 0
      ? 'all of them are there'
      : `${there > 0 ? `${there} are there, ` : ''}${toDo} to make, ${Math.min(concurrency, toDo)} at a time`;
  const alike = settings.some((each) => each.samples > 1 && (each.temperature ?? sampling.temperature ?? 0) === 0);
  const warnings = [
    ...(alike
      ? [`At temperature 0 the ${samples} samples of a question are alike: give --temperature 0.6 or so.`]
      : []),
    ...(gathered.notAsked ? [`The copy in the cache is used: ${gathered.notAsked.message}`] : []),
    ...writer.damage.map(
      ({ file, line, reason }) =>
        `${file}: ${line === undefined ? '' : `line ${line} `}${reason}; its sample is made again.`,
    ),
  ];
  const hints =
    questions.length < dataset.size && flags.limit === undefined && !flags.full
      ? [`--full asks all ${dataset.size} questions, and keeps what is there.`]
      : [];
  const line = (text: string): string => printableText(text);
  return [
    ...wrapText(line(`${plan.id}: ${dataset.name} with ${engine.model}`), style, { role: 'heading' }),
    ...wrapText(line(`${size}; ${state}.`), style),
    ...(added.length > 0 ? wrapText(line(`This extends the run by ${added.join(', ')}.`), style) : []),
    ...warnings.flatMap((text) => wrapText(line(`${symbols(style).warning} ${text}`), style, { role: 'warning' })),
    ...hints.flatMap((text) => wrapText(line(text), style, { role: 'faint' })),
  ];
}
