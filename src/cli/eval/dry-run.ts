import { existsSync } from 'node:fs';
import type { RunPlan } from '../../core/run-plan.ts';
import type { Question } from '../../dataset/question.ts';
import type { Engine } from '../../engine/engine.ts';
import { estimatePlan } from '../../eval/plan/estimate-plan.ts';
import { extendPlan } from '../../eval/plan/extend-plan.ts';
import { buildMessages } from '../../eval/runner/build-messages.ts';
import type { ModelPrice } from '../../eval/runner/price-table.ts';
import { samplesToMake } from '../../eval/runner/run-samples.ts';
import { summarise } from '../../eval/summary/summarise.ts';
import { estimateLines } from '../../report/estimate-lines.ts';
import { readPlan } from '../../store/read-plan.ts';
import { readRecords } from '../../store/read-records.ts';
import { runPaths } from '../../store/run-paths.ts';
import type { EvalFlags } from '../eval-options.ts';
import type { Host } from '../host.ts';
import { jsonLine } from '../json-line.ts';
import { terminalStyle } from '../terminal-style.ts';
import { openingLines } from './opening-lines.ts';

/** `mull eval --dry-run`: tells what would be done, and neither asks the model nor writes anything. */
export async function dryRun(what: {
  readonly wanted: RunPlan;
  readonly folder: string;
  readonly engine: Engine;
  readonly concurrency: number;
  readonly price: ModelPrice | undefined;
  readonly questions: readonly Question[];
  readonly json: boolean;
  readonly flags: EvalFlags;
  readonly host: Host;
}): Promise<void> {
  const { wanted, folder, engine, concurrency, price, questions, json, flags, host } = what;
  const exists = existsSync(runPaths(folder).plan);
  const { plan, added } = exists ? extendPlan(await readPlan(folder), wanted) : { plan: wanted, added: [] };
  const done = new Set<string>();
  const failed = new Set<string>();
  const summary = await summarise(
    (async function* () {
      for await (const record of readRecords(folder)) {
        (record.status === 'error' ? failed : done).add(record.key);
        yield record;
      }
    })(),
  );
  const toDo = new Map<string, number>();
  const sink = { has: (key: string) => done.has(key), hasFailed: (key: string) => failed.has(key) };
  for (const { setting } of samplesToMake(plan, sink, flags['retry-errors'] ?? false)) {
    toDo.set(setting.name, (toDo.get(setting.name) ?? 0) + 1);
  }
  const count = [...toDo.values()].reduce((sum, samples) => sum + samples, 0);
  const estimates = estimatePlan(plan, {
    toDo,
    promptTokens: await meanPromptTokens(engine, questions.slice(0, 20), plan),
    contextSize: engine.model.contextSize,
    summary,
    price,
    concurrency,
  });
  if (json) {
    await host.output.write(jsonLine({ run: plan.id, folder, exists, estimates, plan }));
    return;
  }
  const style = terminalStyle(host, host.output);
  const opening = openingLines({
    plan,
    toDo: count,
    added,
    gathered: {},
    writer: { damage: [] },
    flags,
    concurrency,
    host,
  });
  await host.output.write(`${[...opening, '', ...estimateLines(estimates, style, plan.currency)].join('\n')}\n`);
}

/** Characters of a token, where an engine cannot count: the usual rule of thumb for English. */
const charactersPerToken = 4;
/** What a chat template adds to a question. */
const templateTokens = 20;

async function meanPromptTokens(engine: Engine, questions: readonly Question[], plan: RunPlan): Promise<number> {
  let tokens = 0;
  for (const { text } of questions) {
    for (const { content } of buildMessages(text, plan, {})) {
      const written = typeof content === 'string' ? content : '';
      const encoded = engine.encode ? await engine.encode({ text: written, control: false }) : undefined;
      tokens += encoded?.length ?? written.length / charactersPerToken;
    }
  }
  return tokens / Math.max(1, questions.length) + templateTokens;
}
