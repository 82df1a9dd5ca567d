import { join, resolve } from 'node:path';
import process from 'node:process';
import { countPlanned } from '../../core/count-planned.ts';
import { MullError } from '../../core/mull-error.ts';
import { redact } from '../../core/redact.ts';
import type { RunPlan, RunSession } from '../../core/run-plan.ts';
import type { Engine } from '../../engine/engine.ts';
import { extendPlan } from '../../eval/plan/extend-plan.ts';
import { type ModelPrice, type PriceTable, parsePriceTable, priceOf } from '../../eval/runner/price-table.ts';
import type { RunEnd } from '../../eval/runner/run-limits.ts';
import { startProgress } from '../../eval/runner/run-progress.ts';
import { runSamples, samplesToDo } from '../../eval/runner/run-samples.ts';
import { readRecords } from '../../store/read-records.ts';
import type { RunWriter } from '../../store/run-writer.ts';
import { withRun } from '../../store/with-run.ts';
import { engineFlags } from '../engine-settings.ts';
import { dryRun } from '../eval/dry-run.ts';
import { endRun } from '../eval/end-run.ts';
import { type EvalPrinter, evalPrinter } from '../eval/eval-printer.ts';
import { type GatheredQuestions, gatherQuestions } from '../eval/gather-questions.ts';
import { openingLines } from '../eval/opening-lines.ts';
import { planRun } from '../eval/plan-run.ts';
import { defaultRuns, type EvalFlags } from '../eval-options.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type Interrupts, listenForInterrupts } from '../interrupts.ts';
import { parseYaml } from '../parse-text.ts';
import { readConfig } from '../read-config.ts';
import { readText } from '../read-text.ts';
import { withEngine } from '../with-engine.ts';

/** `mull eval`: asks, records, and tells what came of it. */
export async function evalCommand(
  recipe: string | undefined,
  flags: EvalFlags,
  json: boolean,
  host: Host,
): Promise<ExitCode> {
  const interrupts = listenForInterrupts(host);
  try {
    const prices = flags.prices === undefined ? undefined : await readPrices(flags.prices, host);
    if (flags['max-cost'] !== undefined && prices === undefined) {
      throw new MullError('E_OPTION_INVALID', '--max-cost needs to know what the model costs.', {
        hint: 'Give --prices FILE; docs/eval.md shows what stands in it.',
      });
    }
    const gathered = await gatherQuestions(recipe, flags, host, interrupts.signal);
    const config = engineFlags(readConfig(host.workingDirectory()));
    const engineOf = { ...(flags.engine === undefined ? config : {}), ...engineFlags(flags) };
    const work = (engine: Engine): Promise<ExitCode> =>
      evaluate({ gathered, flags, json, host, interrupts, engine, prices });
    return await withEngine(engineOf, host, interrupts.signal, work, { slots: flags.concurrency });
  } finally {
    interrupts.stop();
  }
}

interface Evaluation {
  readonly gathered: GatheredQuestions;
  readonly flags: EvalFlags;
  readonly json: boolean;
  readonly host: Host;
  readonly interrupts: Interrupts;
  readonly engine: Engine;
  readonly prices: PriceTable | undefined;
}

async function evaluate(evaluation: Evaluation): Promise<ExitCode> {
  const { gathered, flags, json, host, engine, prices } = evaluation;
  const price = prices && priceOf(engine.model.name, prices);
  if (flags['max-cost'] !== undefined && price === undefined) {
    throw new MullError('E_OPTION_INVALID', `${flags.prices} has no price for ${engine.model.name}.`, {
      hint: 'Add the model to it, or leave --max-cost out.',
    });
  }
  const wanted = await planRun(gathered, flags, engine, price && prices?.currency);
  const root = resolve(host.workingDirectory(), flags.runs ?? defaultRuns);
  const folder = join(root, wanted.id);
  const concurrency = flags.concurrency ?? engine.abilities.slots;
  if (flags['dry-run']) {
    await dryRun({ wanted, folder, engine, concurrency, price, questions: gathered.questions, json, host, flags });
    return 0;
  }
  const printer = evalPrinter(host, {
    confidential: wanted.dataset.confidential ?? false,
    currency: wanted.currency,
    silent: json,
  });
  let end: RunEnd;
  try {
    end = await withRun(folder, (writer) =>
      work({ ...evaluation, wanted, folder, writer, concurrency, price, printer }),
    );
  } finally {
    await printer.close();
  }
  return endRun({ folder, end, flags, json, host });
}

interface Work extends Evaluation {
  readonly wanted: RunPlan;
  readonly folder: string;
  readonly writer: RunWriter;
  readonly concurrency: number;
  readonly price: ModelPrice | undefined;
  readonly printer: EvalPrinter;
}

async function work(all: Work): Promise<RunEnd> {
  const { gathered, flags, host, interrupts, engine, wanted, folder, writer, concurrency, price, printer } = all;
  const extended = writer.plan === undefined ? { plan: wanted, added: [] } : extendPlan(writer.plan, wanted);
  const started: RunSession = {
    startedAt: new Date().toISOString(),
    engine: {
      id: redact(engine.id),
      model: engine.model.name,
      contextSize: engine.model.contextSize,
      thinking: { name: engine.model.thinking.name, foundBy: engine.model.thinking.foundBy },
      abilities: { ...engine.abilities },
    },
    versions: { mull: host.version, node: process.version },
    concurrency,
  };
  const session = extended.plan.sessions.length;
  const withSession = (now: RunSession): RunPlan => ({ ...extended.plan, sessions: [...extended.plan.sessions, now] });
  const plan = withSession(started);
  const retryErrors = flags['retry-errors'] ?? false;
  const toDo = samplesToDo(plan, writer, retryErrors);
  await printer.say(openingLines({ plan, toDo, added: extended.added, gathered, writer, flags, concurrency, host }));
  if (toDo === 0) return 'complete';
  await writer.writePlan(plan);

  const tally = startProgress(countPlanned(plan), () => performance.now() / 1000);
  let costSoFar = 0;
  for await (const record of readRecords(folder)) {
    costSoFar += record.cost ?? 0;
    if (record.status !== 'error' || !retryErrors) tally.recall(record);
  }
  const drain = new AbortController();
  interrupts.gently = () => {
    drain.abort();
    void printer.say([`Ending ${Math.min(concurrency, toDo)} samples that run; Ctrl-C again breaks them off.`]);
    return true;
  };
  const drawing = setInterval(() => printer.onProgress(tally.progress()), 200);
  try {
    return await runSamples({
      plan,
      questions: new Map(gathered.questions.map((question) => [question.id, question])),
      engine,
      sink: writer,
      session,
      concurrency,
      retries: flags.retries,
      retryErrors,
      price,
      limits: { deadline: flags.deadline, maxCost: flags['max-cost'], maxErrors: flags['max-errors'] },
      costSoFar,
      signal: interrupts.signal,
      drain: drain.signal,
      onRecord(record) {
        tally.add(record);
        printer.onRecord(record);
        printer.onProgress(tally.progress());
      },
      onTokens: tally.addTokens,
    });
  } finally {
    clearInterval(drawing);
    await writer.writePlan(withSession({ ...started, endedAt: new Date().toISOString() }));
  }
}

async function readPrices(path: string, host: Host): Promise<PriceTable> {
  const text = await readText(path, 'The price table', host);
  return parsePriceTable(await parseYaml(text, path, 'E_OPTION_INVALID'), path);
}
