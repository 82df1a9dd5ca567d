import type { BudgetFields } from '../../core/budget.ts';
import type { ThinkResult } from '../../core/events.ts';
import type { DrawnQuestion } from '../../dataset/draw-pebble-question.ts';
import type { Engine } from '../../engine/engine.ts';
import { accuracySweep, type SweepPoint } from '../../eval/accuracy-sweep.ts';
import { think } from '../../forcing/think.ts';
import type { DemoFlags } from '../commands/demo.ts';
import { demoBudgets, exampleWaits, shortMaximum } from '../demo/demo-budgets.ts';
import { type DemoPrinter, demoPrinter } from '../demo/demo-printer.ts';
import { demoQuestions, sweepQuestion } from '../demo/demo-questions.ts';
import { findExample } from '../demo/find-example.ts';
import type { Host } from '../host.ts';
import { listenForInterrupts } from '../interrupts.ts';

/** `mull demo`: one question under three budgets, then the curve over many. */
export async function demoCommand({ seed, questions: count, json }: DemoFlags, host: Host): Promise<void> {
  const interrupts = listenForInterrupts(host);
  const printer = demoPrinter(json, host);
  try {
    const engine = await host.openEngine('pebble');
    try {
      await demo({ engine, seed, questions: demoQuestions(seed, count), printer, signal: interrupts.signal });
    } finally {
      await engine.close();
    }
  } finally {
    await printer.close();
    interrupts.stop();
  }
}

interface Demo {
  readonly engine: Engine;
  readonly seed: number;
  readonly questions: readonly DrawnQuestion[];
  readonly printer: DemoPrinter;
  readonly signal: AbortSignal;
}

async function demo({ engine, seed, questions, printer, signal }: Demo): Promise<void> {
  await printer.opening(engine.model, seed);
  const found = await findExample(engine, questions, signal);
  const index = found ?? 0;
  const question = questions[index]!;
  await printer.example(question, { index, seed, wasFound: found !== undefined });
  const results: ThinkResult[] = [];
  for (const budget of exampleBudgets) {
    await printer.budget(budget);
    const run = think({ engine, prompt: question.text, budget, signal });
    for await (const event of run) {
      await printer.event(event);
      if (event.type === 'finish') results.push(event.result);
    }
    await printer.verdict(results.at(-1)!, question.answer);
  }
  const started = performance.now();
  const curve: SweepPoint[] = await accuracySweep({
    engine,
    questions: questions.map(sweepQuestion),
    budgets: demoBudgets,
    signal,
    onProgress: printer.progress,
  });
  await printer.curve(curve, {
    seed,
    engine: engine.id,
    question,
    results,
    seconds: (performance.now() - started) / 1000,
  });
}

const exampleBudgets: readonly BudgetFields[] = [{}, { max: shortMaximum }, { waits: exampleWaits }];
