import type { HttpEngine } from '../../adapter/http/http-engine.ts';
import { offeredWays } from '../../adapter/http/offered-ways.ts';
import type { WayName } from '../../adapter/http/way-name.ts';
import { drawPebbleQuestion } from '../../dataset/draw-pebble-question.ts';
import { conclude } from '../../doctor/conformance/conclude.ts';
import type { Conformance } from '../../doctor/conformance/conformance.ts';
import type { ConformanceRow, ConformanceWay } from '../../doctor/conformance/conformance-row.ts';
import { type ProbeOptions, probeBudgets } from '../../doctor/conformance/probe-budgets.ts';
import type { Engine } from '../../engine/engine.ts';
import {
  conformanceHeading,
  conformanceRow,
  conformanceSummary,
  conformanceTitle,
  missingWayLines,
} from '../../report/conformance-lines.ts';
import { conformanceMarkdown } from '../../report/conformance-markdown.ts';
import { commandName } from '../command-name.ts';
import type { ProbeFlags } from '../commands/doctor.ts';
import type { EngineFlags } from '../engine-options.ts';
import { defaultEngine } from '../engine-settings.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { listenForInterrupts } from '../interrupts.ts';
import { jsonLine } from '../json-line.ts';
import { terminalStyle } from '../terminal-style.ts';
import { openEngineOf, withEngine } from '../with-engine.ts';

/** Small questions that models with a thinking mode think about for a while, and end; the last one is pebble's kind. */
const questions: readonly string[] = [
  'How many prime numbers lie below 20?',
  'Count from 1 to 30. Write nothing but the numbers, with spaces between them.',
  drawPebbleQuestion({ seed: 7 }).text,
];

/** `mull doctor --probe`: whether budgets are held, by whom, and which fields are only accepted. */
export async function probeCommand(
  flags: EngineFlags,
  { output, question }: ProbeFlags,
  host: Host,
): Promise<ExitCode> {
  const interrupts = listenForInterrupts(host);
  const { signal } = interrupts;
  try {
    return await withEngine(flags, host, signal, async (engine) => {
      const events = probeBudgets({
        mull: host.version,
        engine,
        ...waysOf(engine),
        openWay: (way) => openEngineOf({ ...flags, way: way as WayName }, host, signal),
        questions: question === undefined ? questionsFor(engine) : [question],
        signal,
      });
      const conformance = await (output === 'text' ? printed(events, flags, host) : finished(events));
      if (output === 'json') await host.output.write(jsonLine({ ...conformance, ...conclude(conformance) }));
      if (output === 'markdown') await host.output.write(`${conformanceMarkdown(conformance)}\n`);
      return conclude(conformance).passed ? exitCodes.success : exitCodes.negative;
    });
  } finally {
    interrupts.stop();
  }
}

type Events = ReturnType<typeof probeBudgets>;

/** Prints every row as soon as it is known: what was found stays on the screen whatever happens then. */
async function printed(events: Events, flags: EngineFlags, host: Host): Promise<Conformance> {
  const style = terminalStyle(host, host.output);
  const print = (lines: readonly string[]): Promise<void> => host.output.write(`${lines.join('\n')}\n`);
  const rows: ConformanceRow[] = [];
  for await (const event of events) {
    switch (event.type) {
      case 'begin':
        await print(conformanceTitle(event, style));
        break;
      case 'subject':
        await print(conformanceHeading(event.subject, style));
        break;
      case 'row':
        await print(conformanceRow(event.row, rows, style));
        rows.push(event.row);
        break;
      case 'missing':
        await print(missingWayLines(event.missing, style));
        break;
      case 'finish':
        await print(conformanceSummary(event.conformance, nextCommand(event.conformance, flags, host), style));
        return event.conformance;
    }
  }
  throw new Error('The probe ended without a result.');
}

async function finished(events: Events): Promise<Conformance> {
  for await (const event of events) if (event.type === 'finish') return event.conformance;
  throw new Error('The probe ended without a result.');
}

/** The ways that continue what was written, and the one that is used; a server's others show as fields. */
function waysOf(engine: Engine & Partial<Pick<HttpEngine, 'facts'>>): Pick<ProbeOptions, 'uses' | 'ways'> {
  const { continuation, nativeMax } = engine.abilities;
  if (engine.facts === undefined) return { uses: continuation, ways: [{ way: continuation, offered: true, how: '' }] };
  const offered = offeredWays(engine.facts);
  const uses: ConformanceWay = continuation !== 'none' ? continuation : nativeMax ? 'own' : 'effort';
  const shown: readonly string[] = ['tokens', 'text', 'chat', uses];
  return { uses, ways: offered.filter(({ way }) => shown.includes(way)) };
}

/** The bundled model answers one kind of question only. */
function questionsFor({ model }: Engine): readonly string[] {
  return model.name === 'pebble' ? questions.slice(-1) : questions;
}

function nextCommand({ uses }: Conformance, { engine = defaultEngine, model }: EngineFlags, host: Host): string {
  if (engine === defaultEngine) return `${commandName(host)} think --max 32 --waits 1`;
  const named = model === undefined ? '' : ` --model ${model}`;
  const budget =
    uses === 'own' ? '--max 2000' : uses === 'effort' || uses === 'none' ? '--effort low' : '--max 2000 --waits 1';
  return `${commandName(host)} think --engine ${engine}${named} ${budget} "..."`;
}
