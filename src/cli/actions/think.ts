import type { ThinkEvent, ThinkResult } from '../../core/events.ts';
import { MullError } from '../../core/mull-error.ts';
import { solvePebbleQuestion } from '../../dataset/solve-pebble-question.ts';
import { think } from '../../scaling/think.ts';
import type { ThinkOutput } from '../commands/think.ts';
import { defaultEngine } from '../engine-settings.ts';
import type { Host } from '../host.ts';
import { type Interrupts, listenForInterrupts } from '../interrupts.ts';
import { type Question, readQuestion } from '../read-question.ts';
import { type ThinkPrinter, thinkPrinter } from '../think-printer.ts';
import type { ThinkSettings } from '../think-settings.ts';
import { withEngine } from '../with-engine.ts';

/** `mull think`: one question, one budget, and everything that happens. */
export async function thinkCommand(
  argument: string | undefined,
  settings: ThinkSettings,
  output: ThinkOutput,
  host: Host,
): Promise<void> {
  const interrupts = listenForInterrupts(host);
  try {
    const asking = readQuestion(host, {
      argument,
      canDraw: isBundled(settings),
      mayAsk: output === 'text' && host.output.isTerminal,
      seed: settings.seed,
    });
    const question = await untilAborted(asking, interrupts.signal);
    if (question === undefined) throw left();
    await thinkAbout(question, settings, thinkPrinter(output, host, settings.strategy !== undefined), host, interrupts);
  } finally {
    interrupts.stop();
  }
}

async function thinkAbout(
  question: Question,
  settings: ThinkSettings,
  printer: ThinkPrinter,
  host: Host,
  interrupts: Interrupts,
): Promise<void> {
  const exact = solvePebbleQuestion(question.text);
  // A misspelt strategy is told before a model is loaded for it.
  const strategy =
    settings.strategy === undefined
      ? undefined
      : (await import('../../scaling/read-strategy.ts')).readStrategy(settings.strategy);
  await printer.question(question, exact);
  if (isBundled(settings) && exact === undefined) {
    await printer.warning({
      code: 'W_NOT_ITS_KIND',
      message: 'The bundled model was made for one kind of question, and this is another: its answer means nothing.',
    });
  }
  await withEngine(settings.engine, host, interrupts.signal, async (engine) => {
    const run = think({
      engine,
      prompt: question.text,
      budget: settings.budget,
      sampling: settings.sampling,
      seed: settings.seed ?? question.drawnWith ?? 0,
      signal: interrupts.signal,
      ...(strategy ? { strategy } : {}),
    });
    interrupts.gently = () => run.answer();
    const result = await printAll(run, printer.event);
    await printer.verdict(result, exact);
  });
}

/** pebble answers one kind of question only, and such questions can be drawn. */
function isBundled({ engine: { engine = defaultEngine } }: ThinkSettings): boolean {
  return engine === 'pebble';
}

async function printAll(
  run: AsyncIterable<ThinkEvent>,
  print: (event: ThinkEvent) => Promise<void>,
): Promise<ThinkResult> {
  let result: ThinkResult | undefined;
  for await (const event of run) {
    await print(event);
    if (event.type === 'finish') result = event.result;
  }
  if (!result) throw new MullError('E_INTERNAL', 'The run ended without a result.', { hint: 'Please report it.' });
  return result;
}

/** The value, or the reason of the signal as soon as it is aborted: reading standard input cannot be called off. */
function untilAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    value.then(resolve, reject);
  });
}

function left(): MullError {
  return new MullError('E_ABORTED', 'No question was asked.', { hint: 'Run the command again.' });
}
